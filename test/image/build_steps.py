"""What the Python steps of images print: pairs of files on stdin as JSON, for Modal and for fal, each with what `run_function` ran.

The Modal side is called as the builder calls it; the fal side is the `RUN` line, executed where the file is not.
"""

import asyncio
import contextlib
import inspect
import io
import json
import os
import re
import runpy
import subprocess
import sys
import tempfile


def on_modal(path: str, call: str) -> str:
    module = runpy.run_path(path)
    with contextlib.redirect_stdout(io.StringIO()) as output:
        result = eval(call, module)
        if inspect.iscoroutine(result):
            asyncio.run(result)
    return output.getvalue()


def on_fal(path: str) -> str:
    module = runpy.run_path(path)
    image = module["unit"].options.environment["image"]
    lines = [line for line in image["dockerfile_str"].splitlines() if '["python", "-c"' in line]
    output = ""
    with tempfile.TemporaryDirectory() as folder:
        for line in lines:
            mounts = dict(re.findall(r"--mount=type=secret,id=(\w+),env=(\w+)", line))
            # A build sees what is mounted, and nothing else of the machine that deploys.
            secrets = {env: image["secrets"][key] for key, env in mounts.items()}
            env = {key: value for key, value in os.environ.items() if key != "TOKEN"} | secrets
            command = [sys.executable, "-I", *json.loads(line[line.index("[") :])[1:]]
            done = subprocess.run(
                command, cwd=folder, text=True, capture_output=True, check=False, env=env
            )
            output += done.stdout + done.stderr
    return output


answers = []
for before, after, call in json.load(sys.stdin):
    os.environ.update(STEP="here", TOKEN="hidden")
    answers.append([on_modal(before, call), on_fal(after)])
json.dump(answers, sys.stdout)
