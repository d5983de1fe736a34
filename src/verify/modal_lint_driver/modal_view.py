"""Modal's own view of a program: what its SDK holds in hand once the files are imported."""

import importlib.util
import inspect
import os
import re
import sys
from typing import Any

from . import results
from .modal_names import source_of
from .modal_recorder import Recorder

RELATIVE_IMPORT = re.compile(r"^[ \t]*from[ \t]+\.", re.MULTILINE)
# Told elsewhere in the answer, or not of the user's making.
NOT_OPTIONS = {"app", "image", "secrets", "volumes", "network_file_systems", "gpu", "cpu", "memory"}
NOT_OPTIONS |= {"env", "webhook_config", "is_generator", "schedule", "retries", "include_source"}


def load(files: dict[str, str], entry: str) -> Any:
    """Imports the entry as `modal run` and `modal deploy` do, and gives its module."""
    from modal.cli.import_refs import ImportRef, import_file_or_module
    from modal.exception import _CliUserExecutionError

    sys.argv = [entry]
    as_module = bool(RELATIVE_IMPORT.search(files.get(entry, "")))
    target = entry.removesuffix(".py").replace("/", ".") if as_module else entry
    reference = ImportRef(file_or_module=target, use_module_mode=as_module, object_path="")
    try:
        return import_file_or_module(reference)
    except _CliUserExecutionError as error:
        raise error.__cause__ or error from None


def load_rest(names: list[str]) -> None:
    """Imports further files of the job, as if deployed; a failure is theirs."""
    for name in names:
        module = os.path.basename(name).removesuffix(".py")
        if module in sys.modules:
            continue
        spec = importlib.util.spec_from_file_location(module, name)
        if spec is None or spec.loader is None:
            continue
        loaded = importlib.util.module_from_spec(spec)
        sys.modules[module] = loaded
        try:
            spec.loader.exec_module(loaded)
        except Exception as error:
            del sys.modules[module]
            results.full_traceback(error)


def apps() -> list[Any]:
    """Every app that was made in this process, in order."""
    from modal.app import _App

    return [app for same_name in _App._all_apps.values() for app in same_name]


def describe(recorder: Recorder) -> dict[str, Any]:
    """The answer of `import-modal`."""
    return {"apps": [describe_app(app, recorder) for app in apps()]}


def describe_app(app: Any, recorder: Recorder) -> dict[str, Any]:
    state = app._local_state
    functions = {tag: f for tag, f in state.functions.items() if not tag.endswith(".*")}
    return {
        "name": app._name,
        "functions": [describe_function(f, tag, recorder) for tag, f in functions.items()],
        "classes": [describe_class(cls, tag, recorder) for tag, cls in state.classes.items()],
        "webEndpoints": list(state.web_endpoints),
        "entrypoints": [describe_entrypoint(e, tag) for tag, e in state.local_entrypoints.items()],
        "image": recorder.layers_of(state.image_default),
        "secrets": [secret_of(secret) for secret in state.secrets_default],
        "volumes": volumes_of(state.volumes_default),
    }


def describe_function(function: Any, tag: str, recorder: Recorder) -> dict[str, Any]:
    info = source_of(function)
    return {
        "tag": tag,
        "module": info.module_name,
        "function": info.function_name,
        **callable_facts(function._raw_f, function._is_generator, function._webhook_config),
        **environment_of(function, recorder),
    }


def describe_class(cls: Any, tag: str, recorder: Recorder) -> dict[str, Any]:
    from modal._partial_function import _find_partial_methods_for_user_cls as partials
    from modal._partial_function import _PartialFunctionFlags as Flags
    from modal.cls import _get_class_constructor_signature

    user_cls = cls._user_cls
    before, after = (
        partials(user_cls, Flags.ENTER_PRE_SNAPSHOT),
        partials(user_cls, Flags.ENTER_POST_SNAPSHOT),
    )
    methods = [
        {"name": name, **callable_facts(p.raw_f, p.params.is_generator, p.params.webhook_config)}
        for name, p in cls._method_partials.items()
    ]
    return {
        "tag": tag,
        "module": user_cls.__module__,
        "methods": methods,
        "enter": [*before, *after],
        "snapshot": list(before),
        "exit": list(partials(user_cls, Flags.EXIT)),
        "parameters": list(_get_class_constructor_signature(user_cls).parameters),
        **environment_of(cls._class_service_function, recorder),
    }


def describe_entrypoint(entrypoint: Any, tag: str) -> dict[str, Any]:
    function = entrypoint._info.raw_f
    names = list(inspect.signature(function).parameters)
    return {"tag": tag, "parameters": names, "async": inspect.iscoroutinefunction(function)}


def callable_facts(function: Any, is_generator: Any, webhook: Any) -> dict[str, Any]:
    is_async = inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function)
    return {
        "generator": bool(is_generator),
        "async": is_async,
        "parameters": [name for name in inspect.signature(function).parameters if name != "self"],
        "web": web_of(webhook),
    }


def web_of(webhook: Any) -> dict[str, Any] | None:
    from modal_proto import api_pb2

    if webhook is None or not webhook.type:
        return None
    kind = api_pb2.WebhookType.Name(webhook.type).removeprefix("WEBHOOK_TYPE_").lower()
    return {
        "kind": "fastapi_endpoint" if kind == "function" else kind,
        "method": webhook.method or None,
        "label": webhook.requested_suffix or None,
        "docs": webhook.web_endpoint_docs,
        "auth": webhook.requires_proxy_auth,
        "port": webhook.web_server_port or None,
    }


def environment_of(function: Any, recorder: Recorder) -> dict[str, Any]:
    spec = function._spec
    options = recorder.options.get(id(function), {})
    schedule, retries = options.get("schedule"), options.get("retries")
    return {
        "gpus": [spec.gpus] if isinstance(spec.gpus, str) else results.plain(spec.gpus or []),
        "cpu": results.plain(spec.cpu),
        "memory": results.plain(spec.memory),
        "image": recorder.layers_of(spec.image),
        "secrets": [secret_of(secret) for secret in spec.secrets],
        "volumes": volumes_of(spec.volumes),
        "schedule": str(schedule.proto_message).strip() if schedule is not None else None,
        "retries": retries
        if isinstance(retries, int) or retries is None
        else results.plain(vars(retries)),
        "options": {
            name: results.plain(value)
            for name, value in options.items()
            if name not in NOT_OPTIONS and name != "info" and value not in (None, False, {}, [])
        },
    }


def secret_of(secret: Any) -> dict[str, Any]:
    """A secret's name, or the names of its variables; never a value."""
    if secret._name:
        return {"name": secret._name, "keys": required_keys(secret)}
    if secret._load_env_dict is None:
        return {"name": None, "keys": None}
    try:
        return {"name": None, "keys": list(secret._load_env_dict())}
    except Exception:
        return {"name": None, "keys": None}


def required_keys(secret: Any) -> list[str] | None:
    keys = inspect.getclosurevars(secret._load).nonlocals.get("required_keys")
    return list(keys) if keys else None


def volumes_of(volumes: dict[Any, Any]) -> list[dict[str, Any]]:
    return [
        {
            "path": str(path),
            "kind": type(volume).__name__.lstrip("_"),
            "name": getattr(volume, "_name", None) or getattr(volume, "bucket_name", None),
        }
        for path, volume in volumes.items()
    ]
