import os
from pathlib import Path

import fal
import fal_client
from pydantic import BaseModel


@fal.function(requirements=["httpx"])
def diarize(name: str) -> dict:
    os.makedirs("/data/sounds", exist_ok=True)
    import httpx
    path = os.path.join("/data/sounds", name)
    return {"there": os.path.exists(path), "name": Path(path).name, "ok": httpx.codes.OK.value}


class HasInput(BaseModel):
    name: str


class Player(fal.App):
    app_name = "sounds"
    requirements = ["httpx"]

    @fal.endpoint("/")
    def has(self, input: HasInput) -> bool | None:
        name = input.name
        return os.path.exists(f"/data/sounds/{name}")

    def setup(self):
        os.makedirs("/data/sounds", exist_ok=True)


def main():
    print(diarize("a.wav"), fal_client.subscribe(
        "your-username/sounds",
        arguments={"name": "b.wav"},
    ))


if __name__ == "__main__":
    main()
