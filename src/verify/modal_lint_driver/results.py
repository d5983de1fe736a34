"""Python values as JSON, the way FastAPI writes them, and exceptions as data.

Bytes are base64 text, which is what they cross to fal as; in the arguments of a call they are
`{"$bytes": "…"}`, so that Modal gets them as they are.
"""

import base64
import dataclasses
import datetime
import decimal
import enum
import math
import os
import pathlib
import sys
import traceback
import types
import uuid
from collections.abc import Callable
from typing import Any

EXACT = (
    datetime.date,
    datetime.time,
    datetime.timedelta,
    decimal.Decimal,
    uuid.UUID,
    pathlib.PurePath,
)


class Encoder:
    """Turns a value into JSON and remembers what JSON could not carry."""

    def __init__(self) -> None:
        self.inexact: list[str] = []

    def lose(self, path: str, value: Any) -> None:
        self.inexact.append(f"{path}: {type(value).__module__}.{type(value).__qualname__}")

    def encode(self, value: Any, path: str = "$", depth: int = 0) -> Any:
        if depth > 60:
            self.lose(path, value)
            return "<too deep>"
        if isinstance(value, enum.Enum):
            return self.encode(value.value, path, depth + 1)
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, (int, str)):
            return int(value) if isinstance(value, int) else str(value)
        if isinstance(value, (bytes, bytearray)):
            return base64.b64encode(value).decode()
        if isinstance(value, float):
            return self.number(value, path)
        if isinstance(value, (dict, types.MappingProxyType)):
            return self.mapping(value, path, depth)
        if isinstance(value, (list, tuple, set, frozenset)):
            return [self.encode(item, f"{path}[{i}]", depth + 1) for i, item in enumerate(value)]
        return self.other(value, path, depth)

    def number(self, value: float, path: str) -> Any:
        if math.isfinite(value):
            return float(value)
        self.lose(path, value)
        return repr(float(value))

    def mapping(self, value: Any, path: str, depth: int) -> dict[str, Any]:
        return {
            key if isinstance(key, str) else str(self.encode(key)): self.encode(
                item, f"{path}.{key}", depth + 1
            )
            for key, item in value.items()
        }

    def other(self, value: Any, path: str, depth: int) -> Any:
        import fastapi.encoders
        import pydantic

        if isinstance(value, pydantic.BaseModel):
            return self.encode(value.model_dump(mode="json", by_alias=True), path, depth + 1)
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            names = [field.name for field in dataclasses.fields(value)]
            return {n: self.encode(getattr(value, n), f"{path}.{n}", depth + 1) for n in names}
        if not isinstance(value, EXACT):
            self.lose(path, value)
        try:
            encoded = fastapi.encoders.jsonable_encoder(value)
        except Exception:
            return f"<{type(value).__module__}.{type(value).__qualname__}>"
        return encoded if encoded is None else self.encode(encoded, path, depth + 1)


def given(arguments: Any) -> Any:
    """What a call is given in Python."""
    return converted(arguments, base64.b64decode)


def sent(arguments: Any) -> Any:
    """What a request carries."""
    return converted(arguments, str)


def converted(value: Any, of_bytes: Callable[[str], Any]) -> Any:
    if isinstance(value, list):
        return [converted(item, of_bytes) for item in value]
    if not isinstance(value, dict):
        return value
    if list(value) == ["$bytes"]:
        return of_bytes(value["$bytes"])
    return {key: converted(item, of_bytes) for key, item in value.items()}


def value_result(value: Any) -> dict[str, Any]:
    """A call's result; `inexact` names what only Python could carry."""
    encoder = Encoder()
    encoded = encoder.encode(value)
    return {"kind": "value", "value": encoded, "inexact": encoder.inexact}


def plain(value: Any) -> Any:
    """Any value as JSON, for descriptions, where losses do not matter."""
    return Encoder().encode(value)


def error_of(error: BaseException, root: str) -> dict[str, Any]:
    """An exception as data: its type, its message, and the frames that lie in the job's files."""
    name = type_name(type(error), root)
    answer: dict[str, Any] = {
        "type": name,
        "message": str(error) or name,
        "frames": frames_of(error, root),
    }
    if isinstance(error, SyntaxError) and error.filename:
        file = inside(error.filename, root)
        frame = {
            "file": file or error.filename,
            "line": error.lineno or 1,
            "function": "",
            "text": error.text or "",
        }
        answer["message"] = error.msg or name
        answer["frames"].append(frame)
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        answer["cause"] = f"{type(cause).__qualname__}: {cause}"
    return answer


def type_name(kind: type, root: str) -> str:
    """An exception's name; of the program's own the module says only how it was imported."""
    file = getattr(sys.modules.get(kind.__module__), "__file__", None)
    own = kind.__module__ in ("builtins", "__main__", "<run_path>") or bool(
        file and inside(file, root)
    )
    return kind.__qualname__ if own else f"{kind.__module__}.{kind.__qualname__}"


def frames_of(error: BaseException, root: str) -> list[dict[str, Any]]:
    frames: list[dict[str, Any]] = []
    for frame in traceback.extract_tb(error.__traceback__):
        file = inside(frame.filename, root)
        if file is not None:
            text = frame.line or ""
            frames.append(
                {"file": file, "line": frame.lineno or 0, "function": frame.name, "text": text}
            )
    return frames


def inside(filename: str, root: str) -> str | None:
    """The path of one of the job's files, relative to their folder."""
    source = os.path.join(root, "src")
    name = os.path.abspath(filename)
    if filename.startswith("<") or not name.startswith(source + os.sep):
        return None
    return os.path.relpath(name, source)


class NotCallable(Exception):
    """The call names something that is not there, or that cannot be called here."""


def error_result(error: BaseException, root: str) -> dict[str, Any]:
    """A call that raised, or that could not be made."""
    if isinstance(error, NotCallable):
        return {"kind": "unsupported", "reason": str(error)}
    full_traceback(error)
    return {"kind": "error", "error": error_of(error, root)}


def full_traceback(error: BaseException) -> None:
    """Everything, for whoever reads the captured stderr."""
    traceback.print_exception(type(error), error, error.__traceback__, file=sys.stderr)
