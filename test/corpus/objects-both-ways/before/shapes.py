from dataclasses import dataclass, field
from enum import Enum
from typing import List, Optional

import modal
from pydantic import BaseModel

app = modal.App("objects")


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


@app.cls()
class Objects:
    @modal.method()
    def answer(self, ask: Ask) -> Answer:
        return Answer(text=f"{ask.prompt} {ask.size.value}", scores=[0.5])

    @modal.method()
    def find(self, text: str) -> Optional[Answer]:
        return Answer(text=text) if text else None

    @modal.method()
    def boxes(self, boxes: List[Box]) -> List[Box]:
        return [Box(box.right, box.left, box.tags) for box in boxes]

    @modal.method()
    def again(self, ask: Optional[Ask] = None) -> str:
        return self.answer.local(ask or Ask(prompt="none")).text
