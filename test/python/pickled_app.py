"""Serves an app as a runner does: from its pickle, in a process that has never seen its file.

    pickled_app.py FILE NAME PATH BODY    prints the status and the answer of one request

NAME is a `fal.App`, or a function that makes an app.
"""

import json
import runpy
import subprocess
import sys
import warnings


def main() -> None:
    file, name, path, body = sys.argv[1:]
    import cloudpickle

    app = runpy.run_path(file)[name]
    call = [sys.executable, __file__, "", "", path, body]
    answer = subprocess.run(call, input=cloudpickle.dumps(app), capture_output=True)
    sys.stderr.buffer.write(answer.stderr)
    sys.stdout.buffer.write(answer.stdout)
    sys.exit(answer.returncode)


def serve(path: str, body: str) -> None:
    import cloudpickle
    from starlette.testclient import TestClient

    thing = cloudpickle.loads(sys.stdin.buffer.read())
    app = thing(_allow_init=True)._build_app() if isinstance(thing, type) else thing()
    with TestClient(app, raise_server_exceptions=False) as client:
        response = client.post(path, json=json.loads(body))
    print(json.dumps([response.status_code, response.json()]))


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    if sys.argv[1]:
        main()
    else:
        serve(sys.argv[3], sys.argv[4])
