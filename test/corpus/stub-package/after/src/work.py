import os

import fal
from fal.container import ContainerImage

from src.common import VOL


@fal.function(
    machine_type="M",
    image=ContainerImage.from_dockerfile_str("""
FROM python:3.11-slim-bookworm
RUN apt-get update && apt-get install -y build-essential curl gfortran
RUN python -m pip install pydantic==1.10
ENV A=1
RUN python -m pip install fal
"""),
)
def write(name: str):
    os.makedirs("/data/stub-vol", exist_ok=True)
    with open(VOL / name, "w") as file:
        file.write(name)
    return name


def main():
    print(write("a"))


if __name__ == "__main__":
    main()
