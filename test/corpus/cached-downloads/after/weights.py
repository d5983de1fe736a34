import fal
from pydantic import BaseModel

NAME = "gpt2"


@fal.cached
def download(repo: str, revision: str = "main") -> None:
    """Brings the weights into the image."""
    from huggingface_hub import snapshot_download

    snapshot_download(repo, revision=revision)


@fal.function(requirements=["huggingface_hub"])
def upper(text: str) -> str:
    download(repo=NAME)
    return text.upper()


class TimesInput(BaseModel):
    n: int


class Model(fal.App):
    app_name = "weights-model"
    requirements = ["huggingface_hub"]

    def setup(self):
        """Loads what is there."""
        download(repo=NAME)
        self.factor = 3

    @fal.endpoint("/")
    def times(self, input: TimesInput) -> int | None:
        n = input.n
        return self.factor * n


class Bare(fal.App):
    app_name = "weights-bare"
    requirements = ["huggingface_hub"]

    @fal.endpoint("/")
    def name(self) -> str:
        return NAME

    def setup(self):
        download(repo=NAME)


def shout(text: str) -> dict:
    return {"text": text.upper()}


class ShoutInput(BaseModel):
    text: str


class Shout(fal.App):
    app_name = "weights-shout"
    requirements = ["huggingface_hub"]

    def setup(self):
        download(repo=NAME)

    @fal.endpoint("/")
    def shout(self, input: ShoutInput) -> dict:
        return shout(text=input.text)
