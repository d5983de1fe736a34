import fal
from pydantic import BaseModel


class HearInput(BaseModel):
    sound: str


class Ears(fal.App):
    app_name = "voices-ears"

    def setup(self):
        self.known = {"ding": "a bell", "woof": "a dog"}

    @fal.endpoint("/")
    def hear(self, input: HearInput):
        sound = input.sound
        return self.known.get(sound, "nothing")
