import modal

app = modal.App("studio")


@app.function(timeout=3600)
def render(scene: str, frames: int = 3) -> dict:
    return {"frames": [f"{scene} {i}" for i in range(frames)]}


@app.function()
async def voice(text: str) -> dict:
    return {"spoken": text.upper()}


@app.function()
def fails(text: str) -> dict:
    raise ValueError(text)


def start(kind: str, text: str) -> str:
    if kind == "render":
        call = render.spawn(text)
        return call.object_id
    speech = voice.spawn(text=text)
    return speech.object_id


def status(call_id: str) -> dict:
    """One place to ask for every kind of job."""
    call = modal.FunctionCall.from_id(call_id)
    try:
        return {"status": "done", **call.get(timeout=0)}
    except TimeoutError:
        return {"status": "running"}


async def status_later(call_id: str) -> dict:
    call = modal.FunctionCall.from_id(call_id)
    return await call.get.aio()


@app.local_entrypoint()
def main():
    import asyncio

    print(status(start("render", "sea")))
    print(status(start("voice", "hello")))
    print(asyncio.run(status_later(start("render", "moon"))))
    call = fails.spawn("no")
    try:
        call.get()
    except Exception:
        print("it failed")
