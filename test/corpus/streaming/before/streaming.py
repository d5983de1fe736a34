import time

import modal
from fastapi import FastAPI
from fastapi.responses import StreamingResponse

image = modal.Image.debian_slim().uv_pip_install("fastapi[standard]")
app = modal.App("example-fastapi-streaming", image=image)
web_app = FastAPI()


async def fake_video_streamer():
    for i in range(3):
        yield f"frame {i}: hello\n".encode()


@web_app.get("/")
async def main():
    return StreamingResponse(fake_video_streamer(), media_type="text/event-stream")


@app.function()
@modal.asgi_app()
def fastapi_app():
    return web_app


@app.function()
def sync_fake_video_render(frame):
    return f"hello {frame}\n"


@app.cls()
class Words:
    @modal.method()
    def stream(self, text: str):
        for word in text.split():
            yield word
