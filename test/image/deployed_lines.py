"""Prints the lines of an image as both SDKs have them when a program is deployed.

Reads a JSON list of {before, after, env} on stdin: a Modal program, what it became on fal, and the environment of the machine
that deploys. Prints a list of {modal, fal, packages} on stdout; `packages` are the requirements of an app without an image.
"""

import json
import os
import sys
import tempfile

from modal._image import _Image
from modal._utils.async_utils import synchronizer

BUILDER = "2025.06"
made = {}
make = _Image._from_args


def record(*args, **kwargs):
    image = make(*args, **kwargs)
    function = kwargs.get("dockerfile_function")
    lines = function(BUILDER).commands if function is not None else []
    bases = [made.get(id(base), []) for base in (kwargs.get("base_images") or {}).values()]
    made[id(image)] = [line for base in bases for line in base] + lines
    keep.append(image)
    return image


keep = []
_Image._from_args = staticmethod(record)


def run(source):
    names = {"__name__": "app", "__file__": "app.py"}
    exec(compile(source, "app.py", "exec"), names)
    return names


def of_modal(source):
    image = run(source)["image"]
    return made[id(synchronizer._translate_in(image))]


def of_fal(source):
    unit = run(source)["f"]
    if isinstance(unit, type):
        return (unit.image.to_dict()["dockerfile_str"].split("\n"), [])
    environment = unit.options.environment
    image = environment.get("image")
    return (image["dockerfile_str"].split("\n") if image else [], environment.get("requirements", []))


def under(env, work, source):
    old = dict(os.environ)
    os.environ.update(env)
    try:
        return work(source)
    finally:
        os.environ.clear()
        os.environ.update(old)


answers = []
with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    for name in ("a.txt", "b.txt"):
        with open(name, "w") as file:
            file.write(name)
    with open("common.py", "w") as file:
        file.write("")
    sys.path.insert(0, folder)
    for program in json.load(sys.stdin):
        with open("common.py", "w") as file:
            file.write(program["common"])
        sys.modules.pop("common", None)
        modal = under(program["env"], of_modal, program["before"])
        with open("common.py", "w") as file:
            file.write(program["commonAfter"])
        sys.modules.pop("common", None)
        lines, packages = under(program["env"], of_fal, program["after"])
        answers.append({"modal": modal, "fal": lines, "packages": packages})
json.dump(answers, sys.stdout)
