"""Prints the Dockerfile lines that Modal makes of images: programs as a JSON list on stdin, lists of lines as JSON on stdout."""

import json
import os
import sys
import tempfile

from modal._image import _Image

BUILDER = "2025.06"
# What Modal's bases hold for Modal, or what has no place in a Dockerfile of ours.
OWN = (
    "FROM base",
    "FROM python:",
    "RUN apt-get install -y gcc gfortran build-essential",
    "RUN pip install --upgrade pip wheel uv",
    "RUN echo 'debconf debconf/frontend",
    'CMD ["sleep", "172800"]',
    "COPY /python/. /usr/local",
    "RUN ln -s /usr/local/bin/python3",
    "COPY . /",
)

FILES = {
    "requirements.txt": "rich\n",
    "environment.yml": "dependencies: []\n",
    "app/pyproject.toml": "[tool.poetry]\nname = 'x'\n",
    "app/poetry.lock": "",
    "pyproject.toml": "[project]\nname = 'x'\nversion = '1'\ndependencies = []\n",
    "uv.lock": "",
    "Dockerfile": "FROM ubuntu\n",
}

lines = []
make = _Image._from_args


def record(*args, **kwargs):
    function = kwargs.get("dockerfile_function")
    if function is not None:
        lines.extend(function(BUILDER).commands)
    return make(*args, **kwargs)


_Image._from_args = staticmethod(record)


def kept(line):
    """A copied file has another name in the build context: only its place counts."""
    words = line.split()
    if words[0] == "COPY" and not words[1].startswith("--"):
        return f"COPY {words[-1]}"
    return line


def lines_of(source):
    lines.clear()
    exec(compile(source, "app.py", "exec"), {"__name__": "app", "__file__": "app.py"})
    return [kept(line) for line in lines if not line.startswith(OWN)]


with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    for name, text in FILES.items():
        os.makedirs(os.path.dirname(name) or ".", exist_ok=True)
        with open(name, "w") as file:
            file.write(text)
    json.dump([lines_of(source) for source in json.load(sys.stdin)], sys.stdout)
