import fal
from fal.container import ContainerImage

PYTHON = "3.11"
PACKAGES = ["numpy~=1.26", "pillow"]
EXTRA = {"HF_HUB_ENABLE_HF_TRANSFER": "1"}


image = ContainerImage.from_dockerfile_str("""
FROM python:3.11-slim-bookworm
RUN apt-get update && apt-get install -y build-essential curl gfortran
RUN python -m pip install 'numpy~=1.26' pillow
ENV HF_HUB_ENABLE_HF_TRANSFER=1
ENV MODE=fast
RUN python -m pip install fal
""")
web_image = ContainerImage.from_dockerfile_str("""
FROM python:3.11-slim-bookworm
ARG DEBIAN_FRONTEND=noninteractive
RUN apt-get update && apt-get install -y build-essential gfortran
RUN python -m pip install 'numpy~=1.26' pillow
ENV HF_HUB_ENABLE_HF_TRANSFER=1
ENV MODE=fast
RUN apt-get update && apt-get install -y git curl
RUN python -m pip install 'fastapi[standard]'
RUN python -m pip install fal
""")


@fal.function(image=image)
def total(values: list[float]) -> float:
    import numpy as np

    return float(np.sum(values))


@fal.function(image=web_image)
def mean(values: list[float]) -> float:
    return total(values) / len(values)
