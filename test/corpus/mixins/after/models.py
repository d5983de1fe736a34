import fal
from pydantic import BaseModel


class Loader:
    suffix = "!"

    def load(self):
        self.words = ["one", "two"]

    def format(self, text: str) -> str:
        return text + self.suffix


class SpeakerSayInput(BaseModel):
    i: int = 0


class Speaker(Loader, fal.App):
    app_name = "mixins-speaker"
    machine_type = "S"

    @fal.endpoint("/")
    def say(self, input: SpeakerSayInput):
        i = input.i
        return self.format(self.words[i])

    def setup(self):
        self.load()


class ShouterSayInput(BaseModel):
    i: int = 0


class Shouter(Loader, fal.App, object):
    app_name = "mixins-shouter"
    machine_type = "S"
    suffix = "!!!"

    @fal.endpoint("/")
    def say(self, input: ShouterSayInput):
        i = input.i
        return self.format(self.words[i].upper())

    def setup(self):
        self.load()
