from dataclasses import dataclass, field
from enum import Enum
from typing import List, Optional

import fal
from pydantic import BaseModel


class Size(str, Enum):
    SMALL = "small"
    LARGE = "large"


class Ask(BaseModel):
    prompt: str
    size: Size = Size.SMALL


class Answer(BaseModel):
    text: str
    scores: List[float] = []


@dataclass
class Box:
    left: int
    right: int
    tags: List[str] = field(default_factory=list)


class AnswerInput(BaseModel):
    ask: Ask


class FindInput(BaseModel):
    text: str


class BoxesInput(BaseModel):
    boxes: List[Box]


class AgainInput(BaseModel):
    ask: Optional[Ask] = None


class Objects(fal.App):
    app_name = "objects"

    @fal.endpoint("/answer")
    def answer(self, input: AnswerInput) -> Answer:
        ask = input.ask
        return Answer(text=f"{ask.prompt} {ask.size.value}", scores=[0.5])

    @fal.endpoint("/find")
    def find(self, input: FindInput) -> Optional[Answer]:
        text = input.text
        return Answer(text=text) if text else None

    @fal.endpoint("/boxes")
    def boxes(self, input: BoxesInput) -> List[Box]:
        boxes = input.boxes
        return [Box(box.right, box.left, box.tags) for box in boxes]

    @fal.endpoint("/again")
    def again(self, input: AgainInput):
        ask = input.ask
        return self.answer(AnswerInput(ask=ask or Ask(prompt="none"))).text
