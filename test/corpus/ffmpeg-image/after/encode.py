import subprocess

import fal
from fal.container import ContainerImage

FFMPEG = "ffmpeg"
DIR = "/work"

image = ContainerImage.from_dockerfile_str(r"""
FROM python:3.12-slim-bookworm
ARG DEBIAN_FRONTEND=noninteractive
RUN apt-get update && apt-get install -y build-essential curl gfortran
# OpenCV wants the two libraries
RUN apt-get update && apt-get install -y ffmpeg libsm6 libxext6
RUN python -m pip install \
    # 0.3 renames `input`
    ffmpeg-python==0.2.0 \
    tqdm
# logs at once
ENV PYTHONUNBUFFERED=1
ENV GREETING='it'"'"'s "fine"'
RUN mkdir -p /assets
RUN ffmpeg -version || true
WORKDIR /work
RUN python -m pip install fal
""")


@fal.function(
    machine_type="L",
    image=image,
    # a film takes about six minutes
    request_timeout=60 * 10,
)
def command(name: str, *, fps: int = 24) -> list[str]:
    return [FFMPEG, "-i", f"{DIR}/{name}", "-r", str(fps)]


@fal.function(image=image)
def lengths(names: list[str]) -> dict:
    return {name: len(command.run_local(name)) for name in names}
