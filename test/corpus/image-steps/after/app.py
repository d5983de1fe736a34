import fal
from fal.container import ContainerImage

PYTHON = "3.11"
DEBUG = False
TOOLS = ["git"]
TOOLS.append("ffmpeg")
TOOLS += ["curl"]
STEPS = [("pip", "numpy"), ("apt", "jq"), ("pip", "scipy==1.11.4")]


@fal.function(
    image=ContainerImage.from_dockerfile_str("""
FROM python:3.11-slim-bookworm
ARG DEBIAN_FRONTEND=noninteractive
RUN apt-get update && apt-get install -y build-essential gfortran
RUN apt-get update && apt-get install -y git ffmpeg curl
RUN python -m pip install numpy
RUN python -m pip install scipy==1.11.4
ENV MODE=fast
RUN python -m pip install fal
"""),
)
def mode(name: str) -> str:
    return f"{name}: {PYTHON} {'debug' if DEBUG else 'fast'}"


@fal.function(requirements=["rich", "pyyaml"])
def tools() -> list[str]:
    return sorted(TOOLS)


def main():
    print(mode("a"), tools())


if __name__ == "__main__":
    main()
