import modal
from fastapi import FastAPI

web_app = FastAPI()
image = modal.Image.debian_slim().pip_install("fastapi")
app = modal.App("web-app-global", image=image)
store = {"a": 1}


@web_app.get("/items/{name}")
async def item(name: str):
    return {"value": store.get(name)}


@app.function(min_containers=1, timeout=600)
@modal.asgi_app(label="api")
def serve():
    return web_app
