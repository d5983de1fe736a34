import warnings

import fal

from enum import Enum
from typing import Optional

from pydantic import BaseModel, Field

class Kind(str, Enum):
    FAST = "fast"
    SLOW = "slow"

class Request(BaseModel):
    kind: Kind
    factor: Optional[int] = Field(default=4, ge=1)


def upscale(request: Request) -> dict:
    return {"kind": request.kind.value, "factor": request.factor}


class Upscale(fal.App):
    app_name = "upscale-upscale"
    requirements = ["pydantic"]

    @fal.endpoint("/")
    def upscale(self, input: Request) -> dict:
        return upscale(request=input)


@fal.function(requirements=["httpx"])
def limit(word: str) -> str:
    import math
    try:
        import no_such_json as json
    except ImportError:
        import json
    LIMITS = {
        "a": math.floor(1.5),
        "b": 2,
    }
    warnings.filterwarnings("ignore")
    warnings.warn("nobody sees this")
    return json.dumps([LIMITS.get(letter) for letter in word])


class DescribeInput(BaseModel):
    kind: Kind


class Level(fal.App):
    app_name = "upscale-level"
    requirements = ["rich"]

    def setup(self):
        import logging
        logger = logging.getLogger("upscale")
        logger.setLevel(logging.ERROR)
        self.start = logger.level

    @fal.endpoint("/level")
    def level(self) -> list[int] | None:
        import logging
        logger = logging.getLogger("upscale")
        return [self.start, logger.level]

    @fal.endpoint("/describe")
    def describe(self, input: DescribeInput) -> str:
        kind = input.kind
        import logging
        logger = logging.getLogger("upscale")
        return f"{Kind(kind).value} {logger.name}"
