"""The files of a job: written, compiled, found."""

import os
import runpy
import sys
import warnings
from typing import Any


def write_files(files: dict[str, str], root: str) -> None:
    """Writes the job's files under `src`; a path that leaves it is a mistake of the caller."""
    base = os.path.join(root, "src")
    for name, text in files.items():
        path = os.path.normpath(os.path.join(base, name))
        if not path.startswith(base + os.sep):
            raise ValueError(f"the path {name!r} leaves the job's folder")
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(text)


def compile_files(files: dict[str, str]) -> list[dict[str, Any]]:
    """Syntax errors of all files, by CPython itself."""
    warnings.simplefilter("ignore")
    problems: list[dict[str, Any]] = []
    for name, text in files.items():
        try:
            compile(text.encode(), name, "exec", dont_inherit=True)
        except SyntaxError as error:
            place = {"line": error.lineno or 1, "column": error.offset or 1}
            problems.append({"file": name, **place, "message": error.msg or "invalid syntax"})
        except (ValueError, RecursionError, MemoryError, UnicodeError) as error:
            message = str(error) or type(error).__name__
            problems.append({"file": name, "line": 1, "column": 1, "message": message})
    return problems


def module_names(files: dict[str, str]) -> set[str]:
    """Every name under which a file or folder of the job could be imported."""
    names: set[str] = set()
    for path in files:
        parts = path.split("/")
        names.update(parts[:-1])
        names.add(parts[-1].removesuffix(".py"))
    return names


def python_files(files: dict[str, str], mention: str) -> list[str]:
    """The Python files whose text has `mention`: no others need to be executed."""
    return [name for name, text in files.items() if name.endswith(".py") and mention in text]


def forget_modules(root: str) -> None:
    """Takes the job's modules out of the interpreter, as where its files are not."""
    source = os.path.join(root, "src")
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if isinstance(file, str) and os.path.abspath(file).startswith(source + os.sep):
            del sys.modules[name]
    sys.path[:] = [
        entry for entry in sys.path if not os.path.abspath(entry or ".").startswith(source)
    ]


def run_as_main(entry: str, argv: list[str]) -> None:
    """`python entry argv…`."""
    sys.argv = [entry, *argv]
    sys.path.insert(0, os.path.dirname(os.path.abspath(entry)))
    runpy.run_path(entry, run_name="__main__")
