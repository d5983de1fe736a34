import os
from pathlib import Path

import fal
import fal_client
from fal.container import ContainerImage
from pydantic import BaseModel

image = ContainerImage.from_dockerfile_str("""
FROM python:3.11-slim-bookworm
ARG DEBIAN_FRONTEND=noninteractive
RUN apt-get update && apt-get install -y build-essential curl gfortran
RUN apt-get update && apt-get install -y git
RUN python -m pip install numpy==2.1.0
COPY words.txt /root/words.txt
WORKDIR /root
RUN python -m pip install fal
""")

WORDS = Path("/root/words.txt")

if os.environ.get("NO_SPEAKER") != "1":

    class SayInput(BaseModel):
        at: int

    class Speaker(fal.App):
        app_name = "branches-speaker"
        machine_type = "S"
        image = image

        def setup(self):
            self.words = WORDS.read_text().split() if WORDS.exists() else ["one", "two"]

        @fal.endpoint("/")
        def say(self, input: SayInput):
            """The word at a place.

            Places are counted from zero.
            """
            at = input.at
            return self.words[at]


if os.environ.get("NO_TOTAL") != "1":

    def total(start: int) -> dict:
        return {"total": start + len(Path("/words.txt").read_text().split())}

    class TotalInput(BaseModel):
        start: int

    class Total(fal.App):
        app_name = "branches-total"
        machine_type = "S"
        image = ContainerImage.from_dockerfile_str("""
FROM python:3.11-slim-bookworm
RUN apt-get update && apt-get install -y build-essential curl gfortran
RUN echo one > /words.txt
RUN python -m pip install fal
""")

        @fal.endpoint("/")
        def total(self, input: TotalInput) -> dict:
            return total(start=input.start)


def main():
    print(fal_client.subscribe("your-username/branches-speaker", arguments={"at": 0}))


if __name__ == "__main__":
    main()
