from typing import Optional

import fal


def fastapi_app():
    from fastapi import FastAPI, Header
    from pydantic import BaseModel

    web_app = FastAPI()

    class Item(BaseModel):
        name: str

    @web_app.get("/")
    async def handle_root(user_agent: Optional[str] = Header(None)):
        return "Hello World"

    @web_app.post("/foo")
    async def handle_foo(item: Item):
        return {"echo": item.name}

    return web_app


@fal.function(
    requirements=["fastapi[standard]", "pydantic"],
    exposed_port=8080,
    max_multiplexing=100,
)
def serve_fastapi_app():
    import uvicorn

    uvicorn.run(fastapi_app(), host="0.0.0.0", port=8080)
