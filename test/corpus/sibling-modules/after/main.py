import fal
from fal.container import ContainerImage

import config
from texts import shout


@fal.function(local_python_modules=["config", "texts"])
def greet(name: str) -> str:
    return shout(name) + config.MARK


@fal.function(
    image=ContainerImage.from_dockerfile_str("""
FROM python:3.11-slim-bookworm
ARG DEBIAN_FRONTEND=noninteractive
RUN apt-get update && apt-get install -y curl
RUN apt-get update && apt-get install -y git
COPY config.py /root/config.py
COPY texts.py /root/texts.py
WORKDIR /root
RUN python -m pip install fal
"""),
    local_python_modules=["config"],
)
def later(name: str) -> str:
    import texts

    return texts.shout(name)


def run():
    print(greet("ann"), later("bob"))


if __name__ == "__main__":
    run()
