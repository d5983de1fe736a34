import json
import time

import fal
from fastapi import FastAPI
from fastapi.responses import StreamingResponse
from pydantic import BaseModel


async def fake_video_streamer():
    for i in range(3):
        yield f"frame {i}: hello\n".encode()


def fastapi_app():
    web_app = FastAPI()

    @web_app.get("/")
    async def main():
        return StreamingResponse(fake_video_streamer(), media_type="text/event-stream")

    return web_app


@fal.function(requirements=["fastapi[standard]"], exposed_port=8080)
def serve_fastapi_app():
    import uvicorn

    uvicorn.run(fastapi_app(), host="0.0.0.0", port=8080)


@fal.function(requirements=["fastapi[standard]"])
def sync_fake_video_render(frame):
    return f"hello {frame}\n"


class StreamInput(BaseModel):
    text: str


class Words(fal.App):
    app_name = "example-fastapi-streaming-words"
    requirements = ["fastapi[standard]"]

    def _stream(self, text: str):
        for word in text.split():
            yield word

    @fal.endpoint("/stream")
    def stream(self, input: StreamInput):
        def events():
            for item in self._stream(text=input.text):
                yield f"data: {json.dumps(item)}\n\n"

        return StreamingResponse(events(), media_type="text/event-stream")
