import fal
import modal
from fal.container import ContainerImage

PYTHON = "3.11"
PACKAGES = ["numpy~=1.26", "pillow"]
EXTRA = {"HF_HUB_ENABLE_HF_TRANSFER": "1"}


def with_tools(image: modal.Image, *names: str) -> modal.Image:
    return image.apt_install(*names)




@fal.function(
    image=ContainerImage.from_dockerfile_str("""
FROM python:3.11-slim-bookworm
RUN apt-get update && apt-get install -y build-essential curl gfortran
RUN python -m pip install 'numpy~=1.26' pillow
ENV HF_HUB_ENABLE_HF_TRANSFER=1
ENV MODE=fast
RUN python -m pip install fal
"""),
)
def total(values: list[float]) -> float:
    import numpy as np

    return float(np.sum(values))


# TODO(modal-lint): image-apt-install: `*names` of `apt_install` is not known (the parameter `names`): write its value into the converted image
@fal.function(
    image=ContainerImage.from_dockerfile_str("""
FROM python:3.11-slim-bookworm
RUN apt-get update && apt-get install -y build-essential curl gfortran
RUN python -m pip install 'numpy~=1.26' pillow
ENV HF_HUB_ENABLE_HF_TRANSFER=1
ENV MODE=fast
RUN python -m pip install 'fastapi[standard]'
RUN python -m pip install fal
"""),
)
def mean(values: list[float]) -> float:
    return total(values) / len(values)
