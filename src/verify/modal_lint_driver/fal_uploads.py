"""What lies on a runner beside the pickled code: `app_files`, and what `COPY` lines bring to /root."""

import ast
import inspect
import os
import re
import shutil
import sys
import textwrap
from typing import Any

# The form that conversions write: one source, one target.
COPY = re.compile(r"^COPY (\S+) (/root\S*)$", re.MULTILINE)


def unpack(options: Any, entry: str, folder: str) -> list[str]:
    """Puts the uploaded files under `folder`; gives what the SDK then adds to `sys.path`."""
    from fal.app_files import get_app_files_relative_path

    here = os.path.abspath(entry)
    image = options.environment.get("image")
    if image is not None:
        return copied(image if isinstance(image, dict) else image.to_dict(), here, folder)
    paths = options.host.get("app_files") or []
    context = options.host.get("app_files_context_dir")
    if not paths:
        return []
    top = os.path.join(folder, "app")
    for source, relative in collected(paths, context, here):
        place(source, os.path.join(top, relative))
    inner = get_app_files_relative_path(here, context) or "."
    return [os.path.normpath(os.path.join(top, inner)), top]


def copied(image: dict[str, Any], entry: str, folder: str) -> list[str]:
    context = image.get("docker_context_dir") or os.getcwd()
    home = os.path.join(folder, "root")
    for source, target in COPY.findall(str(image.get("dockerfile_str", ""))):
        inside = os.path.relpath(target, "/root")
        for file, relative in collected([source], context, entry):
            # A folder's content is copied, a file under the target's name.
            below = os.path.relpath(relative, os.path.normpath(source))
            place(file, os.path.normpath(os.path.join(home, inside, below)))
    return [home]


def collected(paths: list[str], context: str | None, entry: str) -> list[tuple[str, str]]:
    """The files as the SDK collects them: where each is, and its path in the upload."""
    from fal.file_sync import FileSync

    files = FileSync(entry).collect_files(paths, context, [])
    return [(file.absolute_path, file.relative_path) for file in files]


def place(source: str, target: str) -> None:
    os.makedirs(os.path.dirname(target), exist_ok=True)
    shutil.copyfile(source, target)


def late_imports(target: Any, local: set[str]) -> set[str]:
    """Modules of the job that the code of a unit imports while it runs."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(target)))
    except (OSError, TypeError, SyntaxError):
        return set()
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.add(node.module)
    return {name for name in found if name.split(".")[0] in local}


def extend_path(folders: list[str]) -> None:
    """As `_apply_runtime_config` of the SDK does, after the code is unpickled."""
    sys.path.extend(folder for folder in folders if folder not in sys.path)
