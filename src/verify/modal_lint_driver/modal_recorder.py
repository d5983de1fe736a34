"""Keeps what the modal SDK is told while a program is imported and then holds in closures only."""

import inspect
from dataclasses import dataclass, field
from typing import Any

from .modal_names import maker_of

BUILDER = "2025.06"


@dataclass
class Recorder:
    """What the SDK is told at definition and keeps in closures only."""

    options: dict[int, dict[str, Any]] = field(default_factory=dict)
    layers: dict[int, dict[str, Any]] = field(default_factory=dict)
    # Keeps the objects alive, so that no id is used twice.
    kept: list[Any] = field(default_factory=list)

    def install(self) -> None:
        from modal._functions import _Function
        from modal._image import _Image

        maker = maker_of(_Function)
        define, layer, attach = (
            getattr(_Function, maker),
            _Image._from_args,
            _Image._add_mount_layer_or_copy,
        )

        def from_local(*args: Any, **kwargs: Any) -> Any:
            function = define(*args, **kwargs)
            self.kept.append(function)
            bound = inspect.signature(define).bind(*args, **kwargs)
            self.options[id(function)] = bound.arguments
            function._modal_lint_batched = bool(bound.arguments.get("batch_max_size"))
            return function

        def from_args(**kwargs: Any) -> Any:
            image = layer(**kwargs)
            self.kept.append(image)
            self.layers[id(image)] = kwargs
            return image

        def add_mount(image: Any, mount: Any, copy: bool = False) -> Any:
            attached = attach(image, mount, copy)
            if not copy:
                self.kept.append(attached)
                self.layers[id(attached)] = {"base_images": {"base": image}, "mount": mount}
            return attached

        setattr(_Function, maker, staticmethod(from_local))
        _Image._from_args = staticmethod(from_args)
        _Image._add_mount_layer_or_copy = add_mount

    def layers_of(self, image: Any) -> list[dict[str, Any]] | None:
        """The chain from the base to the image itself; a layer is its Dockerfile lines."""
        if image is None:
            return None
        layers: list[dict[str, Any]] = []
        while image is not None:
            made = self.layers.get(id(image))
            if made is None:
                layers.append({"opaque": str(getattr(image, "_rep", "image"))})
                break
            layers.append(layer_of(made))
            bases = made.get("base_images") or {}
            image = bases.get("base") or next(iter(bases.values()), None)
        return layers[::-1]


def layer_of(made: dict[str, Any]) -> dict[str, Any]:
    if "mount" in made:
        return {"mount": str(made["mount"]._rep)}
    if made.get("build_function") is not None:
        return {"function": made["build_function"]._tag}
    try:
        spec = made["dockerfile_function"](BUILDER)
    except Exception as error:
        # It names a file that the job does not hold.
        return {"opaque": f"{type(error).__name__}: {error}"}
    return {"commands": [line for line in spec.commands if line != "FROM base"]}
