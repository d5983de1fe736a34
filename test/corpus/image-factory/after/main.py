import fal
from fal.container import ContainerImage


@fal.function(
    image=ContainerImage.from_dockerfile_str("""
FROM python:3.11-slim-bookworm
ARG DEBIAN_FRONTEND=noninteractive
RUN apt-get update && apt-get install -y build-essential curl gfortran
COPY --from=ghcr.io/astral-sh/uv:latest /uv /.uv/uv
RUN /.uv/uv pip install --python $(command -v python) --compile-bytecode numpy
RUN apt-get update && apt-get install -y git
ENV PYTHONUNBUFFERED=1
RUN python -m pip install fal
"""),
)
def cpu(x: int) -> int:
    return x + 1


@fal.function(
    machine_type="GPU-H100",
    image=ContainerImage.from_dockerfile_str("""
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
COPY --from=ghcr.io/astral-sh/uv:latest /uv /.uv/uv
RUN /.uv/uv python install --no-bin --install-dir /opt/python 3.11 && cp -a /opt/python/cpython-3.11.*/. /usr/local/ && rm -rf /opt/python /usr/local/lib/python3.11/EXTERNALLY-MANAGED
ENV TERMINFO_DIRS=/etc/terminfo:/lib/terminfo:/usr/share/terminfo:/usr/lib/terminfo
RUN command -v curl || (apt-get update && apt-get install -y curl)
RUN /.uv/uv pip install --python $(command -v python) --compile-bytecode torch
RUN /.uv/uv pip install --python $(command -v python) --compile-bytecode numpy
RUN apt-get update && apt-get install -y git
ENV PYTHONUNBUFFERED=1
RUN python -m pip install fal
"""),
)
def gpu(x: int) -> int:
    return x + 2


@fal.function(
    image=ContainerImage.from_dockerfile_str("""
FROM python:3.11-slim-bookworm
ARG DEBIAN_FRONTEND=noninteractive
RUN apt-get update && apt-get install -y build-essential curl gfortran
RUN apt-get update && apt-get install -y git
RUN python -m pip install debugpy
ENV PYTHONUNBUFFERED=1
RUN python -m pip install fal
"""),
)
def debug(x: int) -> int:
    return x + 3


def main():
    print(cpu(1), gpu(1), debug(1))


if __name__ == "__main__":
    main()
