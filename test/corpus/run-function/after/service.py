import json
import os

import fal
from fal.container import ContainerImage
from images import download_step
from pydantic import BaseModel

from images import FOLDER


@fal.function(
    image=ContainerImage.from_dockerfile_str(f"""
FROM python:3.11-slim-bookworm
RUN apt-get update && apt-get install -y build-essential curl gfortran
RUN python -m pip install huggingface_hub
RUN --mount=type=secret,id=HF_TOKEN,env=HF_TOKEN {json.dumps(["python", "-c", download_step])}
RUN python -m pip install fal
""", secrets={"HF_TOKEN": os.environ.get("HF_TOKEN", "")}),
)
def upper(text: str) -> str:
    return text.upper()


class WhereInput(BaseModel):
    name: str


class Model(fal.App):
    app_name = "weights-service"
    image = ContainerImage.from_dockerfile_str(f"""
FROM python:3.11-slim-bookworm
RUN apt-get update && apt-get install -y build-essential curl gfortran
RUN python -m pip install huggingface_hub
RUN --mount=type=secret,id=HF_TOKEN,env=HF_TOKEN {json.dumps(["python", "-c", download_step])}
RUN python -m pip install fal
""", secrets={"HF_TOKEN": os.environ.get("HF_TOKEN", "")})

    def setup(self):
        self.folder = FOLDER

    @fal.endpoint("/")
    def where(self, input: WhereInput) -> str:
        name = input.name
        return f"{self.folder}/{name}"
