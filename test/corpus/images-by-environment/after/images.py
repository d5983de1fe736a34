"""The images of the render farm, as the machine that deploys asks for them."""

import os

BLENDER_REF = os.environ.get("BLENDER_REF", "v4.2.1")
ADDONS = [name.strip() for name in os.environ.get("BLENDER_ADDONS", "cycles,eevee").split(",")]


def clone(repository: str, ref: str, *, depth: int = 1) -> str:
    return f"git clone --depth {depth} --branch {ref} https://github.com/acme/{repository} /opt/{repository}"
