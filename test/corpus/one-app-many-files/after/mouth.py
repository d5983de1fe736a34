import fal
from pydantic import BaseModel


class SayInput(BaseModel):
    text: str


class Mouth(fal.App):
    app_name = "voices-mouth"

    @fal.endpoint("/")
    def say(self, input: SayInput) -> str:
        text = input.text
        return f"I hear {text}"
