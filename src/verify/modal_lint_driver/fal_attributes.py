"""Class attributes that fal accepts and ignores: likely mistakes, which it does not report."""

import ast
import functools
from typing import Any, TypeGuard


def unknown(cls: Any, files: dict[str, str]) -> list[str]:
    """Attributes that neither fal nor the program reads."""
    used = names_read(files)
    unknown: list[str] = []
    for base in cls.__mro__:
        if base is object or is_sdk(base):
            continue
        for name, value in vars(base).items():
            if is_setting(name, value) and name not in known_attributes() and name not in used:
                unknown.append(name)
    return unknown


def is_setting(name: str, value: Any) -> bool:
    return (
        not name.startswith("_")
        and not isinstance(value, (type, property, staticmethod, classmethod))
        and not callable(value)
    )


@functools.cache
def known_attributes() -> frozenset[str]:
    import fal

    annotated = {name for base in fal.App.__mro__ for name in vars(base).get("__annotations__", {})}
    # An attribute becomes a host option only where fal.App has a default for that option.
    return frozenset(annotated | set(dir(fal.App)) | set(fal.App.host_kwargs))


def names_read(files: dict[str, str]) -> set[str]:
    """Attributes that are read from a class or an instance, and names that class bodies read."""
    used: set[str] = set()
    for name, text in files.items():
        if name.endswith(".py"):
            tree = ast.parse(text)
            classes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
            owners = {"self", "cls", *(node.name for node in classes)}
            used |= {node.attr for node in ast.walk(tree) if is_read_of(node, owners)}
            used |= {name for node in classes for name in names_in_body(node)}
    return used


def is_read_of(node: ast.AST, owners: set[str]) -> TypeGuard[ast.Attribute]:
    return (
        isinstance(node, ast.Attribute)
        and isinstance(node.ctx, ast.Load)
        and isinstance(node.value, ast.Name)
        and node.value.id in owners
    )


def names_in_body(cls: ast.ClassDef) -> set[str]:
    """Names that the statements of the class itself read; its methods do not see them."""
    statements = [
        s
        for s in cls.body
        if not isinstance(s, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
    ]
    nodes = [node for statement in statements for node in ast.walk(statement)]
    return {
        node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }


def is_sdk(cls: type) -> bool:
    return cls.__module__.partition(".")[0] == "fal"
