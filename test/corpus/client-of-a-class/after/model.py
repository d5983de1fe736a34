import fal
from pydantic import BaseModel


class VerseInput(BaseModel):
    topic: str
    lines: int = 2


class Poet(fal.App):
    app_name = "poet"

    @fal.endpoint("/")
    def verse(self, input: VerseInput) -> list[str]:
        topic, lines = input.topic, input.lines
        return [f"{topic} {i}" for i in range(lines)]
