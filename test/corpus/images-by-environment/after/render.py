import argparse
import os
import shlex

import fal
import fal_client
from fal.container import ContainerImage
from images import ADDONS, BLENDER_REF, clone
from pydantic import BaseModel

TOOLS = os.environ.get("RENDER_TOOLS", "imagemagick").split()
FAST = os.environ.get("FAST_DENOISE") == "1"


@fal.function(
    image=ContainerImage.from_dockerfile_str(
        f"""
FROM python:3.11-slim-bookworm
ARG DEBIAN_FRONTEND=noninteractive
RUN apt-get update && apt-get install -y build-essential curl gfortran
RUN python -m pip install --upgrade pip wheel uv
RUN apt-get update && apt-get install -y git
RUN {clone("blender", BLENDER_REF)}
ENV STAGE={shlex.quote(os.environ.get("STAGE", "dev").upper())}
ENV ADDONS={shlex.quote(" ".join(ADDONS))}
"""
        + (
            """
RUN python -m pip install debugpy
ENV PYTHONFAULTHANDLER=1
"""
            if os.environ.get("DEBUG") == "1"
            else ""
        )
        + (
            f"RUN apt-get update && apt-get install -y {shlex.join(TOOLS)}\n"
            if TOOLS
            else ""
        )
        + "".join(f"RUN dpkg -s {tool} > /opt/{tool}.txt\n" for tool in TOOLS)
        + """
RUN python -m pip install fal
"""
    ),
)
def render(scene: str) -> str:
    return f"rendered {scene}"


@fal.function(
    image=ContainerImage.from_dockerfile_str(
        f"""
FROM python:3.11-slim-bookworm
ARG DEBIAN_FRONTEND=noninteractive
RUN apt-get update && apt-get install -y build-essential curl gfortran
RUN python -m pip install --upgrade pip wheel uv
RUN apt-get update && apt-get install -y git
RUN {clone("blender", BLENDER_REF)}
ENV STAGE={shlex.quote(os.environ.get("STAGE", "dev").upper())}
ENV ADDONS={shlex.quote(" ".join(ADDONS))}
"""
        + (
            """
RUN python -m pip install debugpy
ENV PYTHONFAULTHANDLER=1
"""
            if os.environ.get("DEBUG") == "1"
            else ""
        )
        + (
            (
                f"RUN apt-get update && apt-get install -y {shlex.join(TOOLS)}\n"
                if TOOLS
                else ""
            )
            + "".join(f"RUN dpkg -s {tool} > /opt/{tool}.txt\n" for tool in TOOLS)
            if not FAST
            else ""
        )
        + """
RUN python -m pip install fal
"""
    ),
)
def preview(scene: str) -> str:
    return f"preview of {scene}"


class CleanInput(BaseModel):
    scene: str


class Denoiser(fal.App, python_version="3.11"):
    app_name = "render-farm"
    requirements = [*(["torch", "pillow"] if FAST else ["onnxruntime", "pillow"])]

    @fal.endpoint("/")
    def clean(self, input: CleanInput) -> str:
        scene = input.scene
        return scene.title()


def main(scene: str = "hall"):
    print(render(scene), preview(scene))
    print(fal_client.subscribe("your-username/render-farm", arguments={"scene": scene}))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--scene", default="hall")
    args = parser.parse_args()
    main(scene=args.scene)
