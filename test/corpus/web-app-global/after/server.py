import fal
from fastapi import FastAPI

store = {"a": 1}


def serve():
    web_app = FastAPI()

    @web_app.get("/items/{name}")
    async def item(name: str):
        return {"value": store.get(name)}

    return web_app


@fal.function(
    requirements=["fastapi", "uvicorn"],
    exposed_port=8080,
    min_concurrency=1,
    request_timeout=600,
)
def serve_app():
    import uvicorn

    uvicorn.run(serve(), host="0.0.0.0", port=8080)
