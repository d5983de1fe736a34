import asyncio

import fal
import fal_client
from pydantic import BaseModel


def render(scene: str, frames: int = 3) -> dict:
    return {"frames": [f"{scene} {i}" for i in range(frames)]}


class RenderInput(BaseModel):
    scene: str
    frames: int = 3


class Render(fal.App):
    app_name = "studio-render"
    request_timeout = 3600

    @fal.endpoint("/")
    def render(self, input: RenderInput) -> dict:
        return render(scene=input.scene, frames=input.frames)


async def voice(text: str) -> dict:
    return {"spoken": text.upper()}


class VoiceInput(BaseModel):
    text: str


class Voice(fal.App):
    app_name = "studio-voice"

    @fal.endpoint("/")
    async def voice(self, input: VoiceInput) -> dict:
        return await voice(text=input.text)


@fal.function()
def fails(text: str) -> dict:
    raise ValueError(text)


def start(kind: str, text: str) -> str:
    if kind == "render":
        call = fal_client.submit("your-username/studio-render", arguments={"scene": text})
        return f"studio-render:{call.request_id}"
    speech = fal_client.submit("your-username/studio-voice", arguments={"text": text})
    return f"studio-voice:{speech.request_id}"


def status(call_id: str) -> dict:
    """One place to ask for every kind of job."""
    call = fal_client.SyncClient().get_handle(*f"your-username/{call_id}".split(":"))
    try:
        if not isinstance(call.status(), fal_client.Completed):
            raise TimeoutError
        return {"status": "done", **call.get()}
    except TimeoutError:
        return {"status": "running"}


async def status_later(call_id: str) -> dict:
    call = fal_client.SyncClient().get_handle(*f"your-username/{call_id}".split(":"))
    return await asyncio.to_thread(call.get)


def main():
    import asyncio

    print(status(start("render", "sea")))
    print(status(start("voice", "hello")))
    print(asyncio.run(status_later(start("render", "moon"))))
    call = fails.submit("no")
    try:
        call.result()
    except Exception:
        print("it failed")


if __name__ == "__main__":
    main()
