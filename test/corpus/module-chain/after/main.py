import argparse

import fal
import fal_client
from fal.container import ContainerImage
from pydantic import BaseModel

from helpers import greeting

image = ContainerImage.from_dockerfile_str("""
FROM python:3.11-slim-bookworm
ARG DEBIAN_FRONTEND=noninteractive
RUN apt-get update && apt-get install -y curl
RUN apt-get update && apt-get install -y git
COPY texts/ /root/texts/
COPY endings.py /root/endings.py
WORKDIR /root
RUN python -m pip install fal
""")


@fal.function(
    local_python_modules=["helpers", "marks", "polite"],
    app_files=["endings.py"],
)
def greet(name: str) -> str:
    return greeting(name)


class SpeakInput(BaseModel):
    name: str


class Speaker(fal.App):
    app_name = "module-chain"
    image = image
    local_python_modules = ["helpers", "marks", "polite"]

    def setup(self):
        from texts import loud

        self.loud = loud

    @fal.endpoint("/")
    def speak(self, input: SpeakInput):
        name = input.name
        return self.loud(greeting(name))


def main(name: str = "Ann"):
    print(greet(name))
    print(fal_client.subscribe("your-username/module-chain", arguments={"name": name}))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--name", default="Ann")
    args = parser.parse_args()
    main(name=args.name)
