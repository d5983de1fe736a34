"""Writes down the public surface of the installed modal and fal packages: content/sdk/modal.json and fal.json.

    .venv/bin/python scripts/inventory.py            writes both files
    .venv/bin/python scripts/inventory.py --print    prints both, in one JSON object by file name

Names, kinds and parameters come from the packages themselves. What they do not say (what a decorated function
becomes, which machine types fal rents out) stands in the tables at the top.
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import re
import sys
import tempfile
import typing
import warnings
from pathlib import Path

# Both SDKs read settings from the home folder: nobody's may show.
home = tempfile.TemporaryDirectory()
os.environ["HOME"] = home.name
sys.path.insert(0, str(Path(__file__).resolve().parent / "python"))

from commands import argparse_commands, click_commands  # noqa: E402
from surface import Entry, Surface, overload_parameters  # noqa: E402

OUT = Path(__file__).resolve().parent.parent / "content" / "sdk"

# What the annotations do not say: {symbol: {key: value}}.
MODAL_NOTES: dict[str, Entry] = {
    "modal.App.function": {"kind": "decorator", "decorates": "modal.Function"},
    "modal.App.cls": {"kind": "decorator", "decorates": "modal.Cls"},
    "modal.App.server": {"kind": "decorator", "decorates": "modal.Server"},
    "modal.App.local_entrypoint": {"kind": "decorator", "decorates": "modal.LocalEntrypoint"},
    # On an object of the class these are functions, whatever they are while the class body runs.
    "modal.method": {"kind": "decorator", "decorates": "modal.Function"},
    "modal.fastapi_endpoint": {"kind": "decorator", "decorates": "modal.Function"},
    "modal.web_endpoint": {"kind": "decorator", "decorates": "modal.Function"},
    "modal.asgi_app": {"kind": "decorator", "decorates": "modal.Function"},
    "modal.wsgi_app": {"kind": "decorator", "decorates": "modal.Function"},
    "modal.web_server": {"kind": "decorator", "decorates": "modal.Function"},
    "modal.batched": {"kind": "decorator"},
    "modal.concurrent": {"kind": "decorator"},
    "modal.enter": {"kind": "decorator"},
    "modal.exit": {"kind": "decorator"},
    "modal.experimental.clustered": {"kind": "decorator"},
    "modal.experimental.http_server": {"kind": "decorator"},
    "modal.Cls.__call__": {"kind": "method", "params": ["*args", "**kwargs"], "returns": "modal.Obj"},
    "modal.Obj": {"anyAttribute": "modal.Function", "unreachable": True},
    "modal.LocalEntrypoint": {"unreachable": True},
    "modal.Function.spawn": {"returns": "modal.FunctionCall"},
    "modal.App.run": {"yields": "modal.App"},
    "modal.forward": {"yields": "modal.Tunnel"},
    "modal.Volume.batch_upload": {"yields": "modal.volume.AbstractVolumeUploadContextManager"},
}
# Classes that the top level does not export, under the name that a guide would use.
MODAL_NAMES = {"modal.cls.Obj": "modal.Obj", "modal.app.LocalEntrypoint": "modal.LocalEntrypoint"}

FAL_NOTES: dict[str, Entry] = {
    "fal.function": {"kind": "decorator", "decorates": "fal.api.IsolatedFunction"},
    "fal.cached": {"kind": "decorator"},
    "fal.endpoint": {"kind": "decorator"},
    "fal.realtime": {"kind": "decorator"},
    # Of fsspec's base class: what `fal files upload` calls.
    "fal.files.FalFileSystem.put": {"kind": "method", "params": ["lpath", "rpath", "recursive", "**kwargs"]},
}
# https://docs.fal.ai/documentation/deployment/machine-types, read in 2026-08: no API lists them.
FAL_MACHINE_TYPES = {
    "XS": {"cpu": 0.5, "memoryMb": 512},
    "S": {"cpu": 1, "memoryMb": 1024},
    "M": {"cpu": 2, "memoryMb": 2048},
    "L": {"cpu": 4, "memoryMb": 15360},
    "XL": {"cpu": 8, "memoryMb": 30720},
    "GPU-RTX4090": {"gpuMemoryGb": 24, "cpu": 12, "memoryMb": 49152},
    "GPU-RTX5090": {"gpuMemoryGb": 32, "cpu": 14, "memoryMb": 61440},
    "GPU-A100": {"gpuMemoryGb": 40, "cpu": 12, "memoryMb": 61440},
    "GPU-L40": {"gpuMemoryGb": 48, "cpu": 6, "memoryMb": 102400},
    "GPU-H100": {"gpuMemoryGb": 80, "cpu": 12, "memoryMb": 114688},
    "GPU-H200": {"gpuMemoryGb": 141, "cpu": 12, "memoryMb": 114688},
    "GPU-B200": {"gpuMemoryGb": 192, "cpu": 19, "memoryMb": 215040},
    # Named by the docstring of fal.App, no longer by the page.
    "GPU-A6000": {"gpuMemoryGb": 48, "cpu": 10, "memoryMb": 18432, "old": True},
}
# Keywords that the host knows, but that `class X(fal.App, ...)` may not be given: fal passes them itself.
FAL_NOT_CLASS_KEYWORDS = {
    *("machine_type", "num_gpus", "regions", "requirements", "local_python_modules"),
    *("metadata", "serve", "exposed_port"),
}

MODAL_SKIP = re.compile(r"^modal\.(builder|cli|skills|_.*|__main__)(\.|$)")
FAL_SKIP = re.compile(r"^fal\.(auth|cli|console|logging|flags|compat|workflows|_.*|__main__)(\.|$)|^fal_client\._")
HIDDEN_PARAMS = {"self", "cls", "_warn_parentheses_missing"}



def modal_inventory() -> Entry:
    from modal.cli.entry_point import entrypoint_cli

    surface = Surface(["modal"], MODAL_SKIP, MODAL_NAMES)
    _annotate(surface.symbols, MODAL_NOTES)
    return {
        "package": "modal",
        "version": importlib.metadata.version("modal"),
        "roots": ["modal"],
        "symbols": surface.symbols,
        "commands": click_commands(entrypoint_cli, "modal"),
    }


def fal_inventory() -> Entry:
    import fal.api.api
    from fal.cli._utils import VALID_REGIONS
    from fal.cli.main import _get_main_parser

    surface = Surface(["fal", "fal_client"], FAL_SKIP, constants=True)
    _annotate(surface.symbols, FAL_NOTES)
    surface.symbols["fal.function"]["params"] = sorted(
        {*overload_parameters(fal.api.api, "function"), *_host_options(fal.FalServerlessHost)}
    )
    app = _fal_app()
    for name in app["settings"]:
        surface.symbols.setdefault(f"fal.App.{name}", {"kind": "attribute"})
    return {
        "package": "fal",
        "version": importlib.metadata.version("fal"),
        "clientVersion": importlib.metadata.version("fal-client"),
        "roots": ["fal", "fal_client"],
        "symbols": surface.symbols,
        "commands": argparse_commands(_get_main_parser(), "fal"),
        "app": app,
        "machineTypes": FAL_MACHINE_TYPES,
        "regions": sorted(VALID_REGIONS),
    }


def _fal_app() -> dict[str, list[str]]:
    """What a `fal.App` class may set in its body and in its class line, and which names it may not use for its own."""
    import fal

    internal = {"host_kwargs", "isolate_channel", "local_file_path"}
    declared = {name for name in fal.App.__annotations__ if not name.startswith("_")} - internal
    inherited = {name for base in fal.App.__mro__[:-1] for name in [*vars(base), *base.__annotations__]}
    return {
        "settings": sorted(declared | set(fal.App.host_kwargs)),
        "classKeywords": sorted({"name"} | _host_options(fal.FalServerlessHost) - FAL_NOT_CLASS_KEYWORDS),
        "reserved": sorted(name for name in inherited if not name.startswith("__") and name != "_abc_impl"),
    }


def _host_options(host: type) -> set[str]:
    return {key for name in dir(host) if name.endswith("_KEYS") for key in getattr(host, name)}


def _annotate(symbols: dict[str, Entry], notes: dict[str, Entry]) -> None:
    for name, note in notes.items():
        symbols.setdefault(name, {}).update(note)


def render(value: Entry) -> str:
    """JSON with a line an entry, so that a diff shows what changed."""
    lines = []
    for key, part in value.items():
        if isinstance(part, dict):
            rows = [f"    {json.dumps(name)}: {_compact(part[name])}" for name in sorted(part)]
            lines.append(f'  "{key}": {{\n' + ",\n".join(rows) + "\n  }")
        else:
            lines.append(f'  "{key}": {_compact(part)}')
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _compact(value: typing.Any) -> str:
    return json.dumps(value, separators=(", ", ": "), ensure_ascii=False)


def main() -> None:
    warnings.simplefilter("ignore")
    files = {"modal.json": render(modal_inventory()), "fal.json": render(fal_inventory())}
    if "--print" in sys.argv[1:]:
        print(json.dumps(files))
        return
    for name, text in files.items():
        (OUT / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
