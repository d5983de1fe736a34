from typing import Optional

import modal

image = modal.Image.debian_slim().pip_install("fastapi[standard]", "pydantic")
app = modal.App("example-fastapi-app", image=image)


@app.function()
@modal.concurrent(max_inputs=100)
@modal.asgi_app()
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
