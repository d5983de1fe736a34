from dataclasses import dataclass
from functools import cached_property

import modal


@dataclass(frozen=True)
class AppConfig:
    name: str
    gpu: str = "A100"
    python_version: str = "3.11"

    @property
    def output_name(self) -> str:
        return f"{self.name}-outputs"

    @property
    def output_mount(self) -> str:
        return f"/mnt/{self.output_name}"

    @cached_property
    def output_volume(self) -> modal.Volume:
        # TODO(modal-lint): volume-from-name: `modal.Volume.from_name` stands in a method, which stays when its units are converted: take it out, and what calls it
        return modal.Volume.from_name(self.output_name, create_if_missing=True)

    def mounts(self, output: bool = False) -> dict:
        volumes = {}
        if output:
            volumes[self.output_mount] = self.output_volume
        return volumes
