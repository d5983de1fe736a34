"""Permissive modules in place of third-party packages that are not installed.

For programs of which only the shape matters: whatever they do at import with `torch` or `vllm`
(subclass, decorate, annotate, compare versions, use in a pydantic model) must not fail, and nothing
must depend on chance. Every attribute of a stub module is a class; calling it gives an instance
that accepts everything, except that a decorated function or class stays what it is.
"""

import abc
import importlib.abc
import importlib.machinery
import inspect
import sys
import types
from typing import Any

# What a job is about must be real, and what it can do without its optional parts is a finding:
# FastAPI asks for `python_multipart`, which a fal runner has not.
REAL = {"modal", "modal_proto", "fal", "fal_client", "pydantic", "pydantic_core", "fastapi"}
REAL |= {"starlette", "python_multipart", "multipart", "email_validator"}
ERROR_NAMES = ("Error", "Exception", "Warning", "Interrupt", "Timeout")


class StubMeta(abc.ABCMeta):
    """The class of stub classes; an ABCMeta, as a user's class may also have an ABC as base."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        if not is_stub(cls):
            raise AttributeError(f"type object {cls.__name__!r} has no attribute {name!r}")
        found = make(f"{cls.__module__}.{cls.__qualname__}", name)
        type.__setattr__(cls, name, found)
        return found

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        if not is_stub(cls):
            return super().__call__(*args, **kwargs)
        if len(args) == 1 and not kwargs and is_users(args[0]):
            return args[0]
        return super().__call__(*args, **kwargs)

    def __getitem__(cls, item: Any) -> Any:
        return cls


class Stub(metaclass=StubMeta):
    """The base of everything that a stub module gives."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        pass

    def __init_subclass__(cls, **kwargs: Any) -> None:
        pass

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return Stub()

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if len(args) == 1 and not kwargs and is_users(args[0]):
            return args[0]
        return Stub()

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        from pydantic_core import core_schema

        return core_schema.any_schema()

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: Any, handler: Any) -> Any:
        return {}

    def __mro_entries__(self, bases: Any) -> tuple[type, ...]:
        return (Stub,)

    def __repr__(self) -> str:
        return f"<stand-in {type(self).__name__}>"

    def __await__(self) -> Any:
        return self
        yield

    async def __aenter__(self) -> Any:
        return self

    async def __aexit__(self, *error: Any) -> None:
        return None

    async def __anext__(self) -> Any:
        raise StopAsyncIteration


def constant(value: Any) -> Any:
    return lambda self, *_: value


def another(self: Any, *_: Any) -> Any:
    return Stub()


# Numbers, containers and comparisons, with fixed results.
OPERATORS: dict[str, Any] = {
    "__len__": constant(0),
    "__bool__": constant(True),
    "__int__": constant(0),
    "__index__": constant(0),
    "__float__": constant(0.0),
    "__contains__": constant(False),
    "__lt__": constant(False),
    "__le__": constant(True),
    "__gt__": constant(False),
    "__ge__": constant(True),
    "__iter__": lambda self: iter(()),
    "__aiter__": lambda self: self,
    "__enter__": lambda self: self,
    "__exit__": constant(None),
    "__setitem__": constant(None),
    "__delitem__": constant(None),
    "__getitem__": another,
}
for _name in "add sub mul truediv floordiv mod pow matmul and or xor lshift rshift".split():
    OPERATORS[f"__{_name}__"] = OPERATORS[f"__r{_name}__"] = another
for _name in "neg pos abs invert".split():
    OPERATORS[f"__{_name}__"] = another
for _name, _function in OPERATORS.items():
    setattr(Stub, _name, _function)
    # A stub class may stand for a constant (`np.pi`); `X | None` and `X[int]` stay types.
    if _name not in ("__or__", "__ror__", "__getitem__"):
        setattr(StubMeta, _name, _function)


def is_stub(cls: type) -> bool:
    """Whether the class was made here, not derived in the program."""
    return cls.__dict__.get("_modal_lint_stub", False) is True or cls is Stub


def is_users(value: Any) -> bool:
    """Whether the value is a function or class of the program: then the call decorates it."""
    if inspect.isclass(value):
        return not isinstance(value, StubMeta) or not is_stub(value)
    return inspect.isroutine(value)


def make(module: str, name: str) -> Any:
    """The class that stands for `module.name`."""
    bases: tuple[type, ...] = (Stub, Exception) if name.endswith(ERROR_NAMES) else (Stub,)
    return StubMeta(name, bases, {"__module__": module, "_modal_lint_stub": True})


class StubModule(types.ModuleType):
    __version__ = "9999.0.0"
    __all__: list[str] = []

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        found = make(self.__name__, name)
        setattr(self, name, found)
        return found


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Asked last: only for modules that nothing else can find."""

    def __init__(self, own: set[str]) -> None:
        self.own = own
        self.made: list[str] = []

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> Any:
        top, _, rest = fullname.partition(".")
        if top in REAL or top in sys.stdlib_module_names or top in self.own:
            return None
        parent = sys.modules.get(fullname.rpartition(".")[0]) if rest else None
        # A package that is installed knows its own modules; a namespace package may lack a part.
        if (
            parent is not None
            and not isinstance(parent, StubModule)
            and parent.__file__ is not None
        ):
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: Any) -> Any:
        self.made.append(spec.name)
        return StubModule(spec.name)

    def exec_module(self, module: Any) -> None:
        module.__path__ = []


def install(own: set[str]) -> Finder:
    """From now on every missing third-party module is a stub; `own` are the job's modules."""
    finder = Finder(own)
    sys.meta_path.append(finder)
    return finder
