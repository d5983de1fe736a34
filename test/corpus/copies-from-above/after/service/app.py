import os
from pathlib import Path

import fal
from fal.container import ContainerImage

ROOT = Path(__file__).resolve().parents[1] if os.getenv("IS_ISOLATE_AGENT") is None else Path("/root")

image = ContainerImage.from_dockerfile_str("""
FROM python:3.11-slim-bookworm
ARG DEBIAN_FRONTEND=noninteractive
RUN apt-get update && apt-get install -y curl
RUN apt-get update && apt-get install -y git
COPY common/ /root/common/
COPY assets/ /assets/
COPY service/settings.json /root/settings.json
WORKDIR /root
RUN python -m pip install fal
""", context_dir=Path(__file__).resolve().parents[1], dockerignore=["assets/*.tmp"])


@fal.function(image=image)
def greet(name: str) -> str:
    from common.words import greeting

    return greeting(name)
