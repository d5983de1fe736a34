import modal

app = modal.App("upscale")

image = modal.Image.debian_slim().pip_install("pydantic")
quiet = modal.Image.debian_slim().pip_install("httpx")
log = modal.Image.debian_slim().pip_install("rich")

with image.imports():
    from enum import Enum
    from typing import Optional

    from pydantic import BaseModel, Field

    class Kind(str, Enum):
        FAST = "fast"
        SLOW = "slow"

    class Request(BaseModel):
        kind: Kind
        factor: Optional[int] = Field(default=4, ge=1)


with quiet.imports():
    import math
    import warnings

    try:
        import no_such_json as json
    except ImportError:
        import json

    LIMITS = {
        "a": math.floor(1.5),
        "b": 2,
    }
    warnings.filterwarnings("ignore")

with log.imports():
    import logging

    logger = logging.getLogger("upscale")
    logger.setLevel(logging.ERROR)


@app.function(image=image)
@modal.fastapi_endpoint(method="POST")
def upscale(request: Request) -> dict:
    return {"kind": request.kind.value, "factor": request.factor}


@app.function(image=quiet)
def limit(word: str) -> str:
    warnings.warn("nobody sees this")
    return json.dumps([LIMITS.get(letter) for letter in word])


@app.cls(image=log)
class Level:
    @modal.enter()
    def load(self):
        self.start = logger.level

    @modal.method()
    def level(self) -> list[int]:
        return [self.start, logger.level]

    @modal.method()
    def describe(self, kind: Kind) -> str:
        return f"{Kind(kind).value} {logger.name}"
