"""The images of the render farm, as the machine that deploys asks for them."""

import os

import modal

BLENDER_REF = os.environ.get("BLENDER_REF", "v4.2.1")
ADDONS = [name.strip() for name in os.environ.get("BLENDER_ADDONS", "cycles,eevee").split(",")]


def clone(repository: str, ref: str, *, depth: int = 1) -> str:
    return f"git clone --depth {depth} --branch {ref} https://github.com/acme/{repository} /opt/{repository}"


def farm_image(stage: str, debug: bool = False) -> modal.Image:
    image = (
        modal.Image.debian_slim(python_version="3.11")
        .apt_install("git")
        .run_commands(clone("blender", BLENDER_REF))
        .env({"STAGE": stage.upper(), "ADDONS": " ".join(ADDONS)})
    )
    if debug:
        image = image.pip_install("debugpy").env({"PYTHONFAULTHANDLER": "1"})
    return image


farm = farm_image(os.environ.get("STAGE", "dev"), debug=os.environ.get("DEBUG") == "1")
