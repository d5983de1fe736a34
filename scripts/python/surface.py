"""Reads the public surface of installed packages: names, kinds, parameters, and what calling them gives."""

from __future__ import annotations

import ast
import enum
import importlib
import inspect
import pkgutil
import re
import sys
import types
import typing

Entry = dict[str, typing.Any]

# Not parameters that a caller writes.
HIDDEN_PARAMS = {"self", "cls", "_warn_parentheses_missing"}
SPECIAL_METHODS = {"__call__", "__getitem__", "__setitem__", "__delitem__", "__contains__"}
# A class whose objects only live in an attribute of another one is named after that attribute.
PART_OF_ANOTHER = re.compile(r"(Manager|Filesystem|Namespace)$")


class Surface:
    """The symbols of some top-level packages, each under its shortest public name."""

    def __init__(
        self,
        packages: list[str],
        skip: re.Pattern[str],
        names: dict[str, str] | None = None,
        constants: bool = False,
    ) -> None:
        self.packages = packages
        self.skip = skip
        self.names = names or {}
        self.constants = constants
        self.canonical: dict[int, str] = {}
        self.symbols: dict[str, Entry] = {}
        self.modules = self._modules()
        places = [place for module in self.modules for place in self._public(module)]
        self._name_all(places)
        for path, value in places:
            self._add(path, value)

    def _modules(self) -> list[types.ModuleType]:
        found = []
        for package in self.packages:
            root = importlib.import_module(package)
            found.append(root)
            self.symbols[package] = {"kind": "module"}
            for info in pkgutil.walk_packages(root.__path__, package + ".", onerror=lambda _: None):
                if self.skip.search(info.name):
                    continue
                self.symbols[info.name] = {"kind": "module"}
                try:
                    found.append(importlib.import_module(info.name))
                except ImportError:
                    # Wants a package that only a container has (IPython, torch).
                    continue
        return found

    def _public(self, module: types.ModuleType) -> list[tuple[str, typing.Any]]:
        listed = getattr(module, "__all__", [])
        return [
            (f"{module.__name__}.{name}", value)
            for name, value in vars(module).items()
            if self._is_public(module, name, value, name in listed)
        ]

    def _is_public(self, module: types.ModuleType, name: str, value: typing.Any, listed: bool) -> bool:
        if isinstance(value, (types.ModuleType, typing.TypeVar, typing.ParamSpec)):
            return False
        if name.startswith("_"):
            return name == "__version__" and module.__name__ in self.packages
        if listed:
            return True
        if self._is_named(value):
            home = str(getattr(value, "__module__", None))
            if home == module.__name__:
                return True
            # A package hands out what its own submodules define, and classes of the SDK's hidden modules.
            is_hidden = "._" in home and home.split(".")[0] in self.packages
            inside = home.startswith(module.__name__ + ".") and not is_hidden
            return hasattr(module, "__path__") and (inside or is_hidden and isinstance(value, type))
        of_sdk = type(value).__module__.split(".")[0] in self.packages
        return (of_sdk or self.constants) and _assigns(module, name)

    def _is_named(self, value: typing.Any) -> bool:
        """A class or function, which keeps its name wherever it is imported; not a callable constant."""
        made_by = type(value).__module__.split(".")[0]
        return isinstance(value, type) or callable(value) and made_by not in (*self.packages, "typing")

    def _name_all(self, places: list[tuple[str, typing.Any]]) -> None:
        """Gives each class and function its canonical name; its other paths become aliases."""
        nameable = [(path, value) for path, value in places if self._is_named(value)]
        for path, value in sorted(nameable, key=lambda place: (place[0].count("."), place[0])):
            self.canonical.setdefault(id(value), self.names.get(path, path))
        classes = {self.names.get(path, path): value for path, value in nameable if isinstance(value, type)}
        parts: dict[int, str] = {}
        for name in sorted(classes, key=lambda name: (name.count("."), name)):
            if self.canonical[id(classes[name])] != name:
                continue
            for attribute in _public_members(classes[name]):
                part = self._part(classes[name], attribute)
                if part is not None:
                    parts.setdefault(id(part), f"{name}.{attribute}")
        self.canonical |= parts

    def _part(self, cls: type, attribute: str) -> type | None:
        raw = inspect.getattr_static(cls, attribute)
        if type(raw).__name__ == "classproperty":
            made = type(getattr(cls, attribute))
            return made if PART_OF_ANOTHER.search(made.__name__) else None
        if not isinstance(raw, property):
            return None
        text = _annotation(getattr(raw.fget, "__annotations__", {}).get("return"))
        last = text.rsplit(".", 1)[-1].lstrip("_")
        if not PART_OF_ANOTHER.search(last):
            return None
        homes = [module for name, module in sys.modules.items() if name.split(".")[0] in self.packages]
        found = {id(made): made for home in homes if isinstance(made := vars(home).get(last), type)}
        return next(iter(found.values())) if len(found) == 1 else None

    def _add(self, path: str, value: typing.Any) -> None:
        name = self.canonical.get(id(value), path) if self._is_named(value) else path
        if name != path:
            self.symbols[path] = {"alias": name}
        if path not in (name, *(old for old, new in self.names.items() if new == name)):
            return
        if isinstance(value, type):
            self._add_class(name, value)
        elif self._is_named(value):
            self.symbols[name] = self._callable(value, "function")
        else:
            self.symbols[name] = self._attribute(type(value))

    def _add_class(self, name: str, cls: type) -> None:
        is_exception = issubclass(cls, BaseException)
        entry: Entry = {"kind": "exception" if is_exception else "class"}
        bases = [base_name for base in cls.__bases__ if (base_name := self.canonical.get(id(base)))]
        if bases:
            entry["bases"] = bases
        by_sdk = any("__init__" in vars(base) for base in self._bases(cls))
        if not issubclass(cls, enum.Enum) and (by_sdk or not is_exception):
            entry["params"] = parameters(cls)
            entry["returns"] = name
        self.symbols[name] = entry
        if not is_exception:
            self._add_members(name, cls)

    def _add_members(self, name: str, cls: type) -> None:
        for base in self._bases(cls):
            hints = getattr(base, "__annotations__", {})
            for field in [*hints, *getattr(base, "model_fields", {})]:
                if not field.startswith("_"):
                    self.symbols.setdefault(f"{name}.{field}", self._attribute(hints.get(field), base))
            for member in _public_members(base):
                part = self._part(cls, member)
                if part is None:
                    self.symbols.setdefault(f"{name}.{member}", self._member(cls, base, member))
                else:
                    of = self.canonical[id(part)]
                    self.symbols[f"{name}.{member}"] = {"kind": "attribute", "returns": of}
                    self._add_members(of, part)

    def _bases(self, cls: type) -> list[type]:
        return [base for base in cls.__mro__ if base.__module__.split(".")[0] in self.packages]

    def _member(self, cls: type, base: type, name: str) -> Entry:
        raw = inspect.getattr_static(base, name)
        if isinstance(raw, property):
            hint = getattr(raw.fget, "__annotations__", {}).get("return")
            return {"kind": "property", **self._result(hint, cls)}
        value = getattr(cls, name)
        if not callable(value) or isinstance(value, enum.Enum):
            return self._attribute(type(value))
        static = isinstance(raw, (staticmethod, classmethod)) or type(raw).__name__ == "FunctionWithAio"
        on_class = static or getattr(raw, "_is_classmethod", False)
        return self._callable(value, "classmethod" if on_class else "method", cls)

    def _callable(self, value: typing.Any, kind: str, owner: type | None = None) -> Entry:
        entry: Entry = {"kind": kind, "params": parameters(value)}
        try:
            entry.update(self._result(inspect.signature(value).return_annotation, owner))
        except (TypeError, ValueError):
            pass
        if hasattr(value, "aio") or inspect.iscoroutinefunction(value):
            entry["async"] = True
        return entry

    def _attribute(self, hint: typing.Any, owner: type | None = None) -> Entry:
        return {"kind": "attribute", **self._result(hint, owner)}

    def _result(self, hint: typing.Any, owner: type | None = None) -> Entry:
        """`{"returns": name}` or `{"yields": name}` where an annotation names one class of the SDK."""
        text = _annotation(hint)
        around = re.search(r"(?:ContextManager|Generator|Iterator|Iterable)\w*\[(.*)\]$", text)
        inner = around.group(1) if around else text
        inner = re.sub(r"^(?:typing\.)?Optional\[(.*)\]$", r"\1", inner)
        members = [part.strip(" '\"") for part in inner.split("|") if part.strip() != "None"]
        name = self._class_name(members[0], owner) if len(members) == 1 else None
        return {"yields" if around else "returns": name} if name else {}

    def _class_name(self, text: str, owner: type | None) -> str | None:
        text = re.sub(r"\[.*$", "", text).split(",")[0]
        home, _, last = text.rpartition(".")
        if last in ("Self", "T") and owner is not None:
            return self.canonical.get(id(owner))
        homes = {home.replace("._", "."), owner.__module__ if owner else ""}
        found: dict[str, str] = {}
        for module in self.modules:
            made = vars(module).get(last.lstrip("_"))
            if isinstance(made, type) and id(made) in self.canonical:
                found[made.__module__] = self.canonical[id(made)]
        near = [name for module, name in found.items() if module in homes]
        candidates = set(near or found.values())
        return candidates.pop() if len(candidates) == 1 else None


def parameters(value: typing.Any) -> list[str]:
    """Names in order: `*` opens the keyword-only ones, `*args` and `**kwargs` keep their stars."""
    try:
        found = inspect.signature(value).parameters.values()
    except (TypeError, ValueError):
        return []
    names: list[str] = []
    for parameter in found:
        if parameter.name in HIDDEN_PARAMS and parameter.kind is not parameter.KEYWORD_ONLY:
            continue
        if parameter.kind is parameter.VAR_POSITIONAL:
            names.append(f"*{parameter.name}")
        elif parameter.kind is parameter.VAR_KEYWORD:
            names.append(f"**{parameter.name}")
        else:
            if parameter.kind is parameter.KEYWORD_ONLY and not any(name.startswith("*") for name in names):
                names.append("*")
            names.append(parameter.name)
    return names


def overload_parameters(module: types.ModuleType, function: str) -> list[str]:
    """All names that the overloads of a function take: `function(kind, **config)` says too little."""
    names: list[str] = []
    for stmt in ast.parse(inspect.getsource(module)).body:
        if not isinstance(stmt, ast.FunctionDef) or stmt.name != function:
            continue
        if not any(ast.unparse(decorator).endswith("overload") for decorator in stmt.decorator_list):
            continue
        names += [arg.arg for arg in stmt.args.posonlyargs + stmt.args.args + stmt.args.kwonlyargs]
    return sorted(set(names))


def _annotation(hint: typing.Any) -> str:
    if hint is None or hint is inspect.Signature.empty:
        return ""
    text = hint if isinstance(hint, str) else inspect.formatannotation(hint)
    return re.sub(r"ForwardRef\('([^']*)'[^)]*\)", r"\1", text).strip("'\"")


def _public_members(cls: type) -> list[str]:
    return [
        name
        for name in vars(cls)
        if name in SPECIAL_METHODS or not name.startswith("_") and not name.startswith("model_")
    ]


def _assigns(module: types.ModuleType, name: str) -> bool:
    """Whether the module itself assigns the name, instead of importing it."""
    targets: list[ast.expr] = []
    for stmt in ast.parse(inspect.getsource(module)).body:
        if isinstance(stmt, ast.Assign):
            targets += stmt.targets
        elif isinstance(stmt, ast.AnnAssign):
            targets.append(stmt.target)
    return any(isinstance(target, ast.Name) and target.id == name for target in targets)
