import modal

from backend import Llm, app

web_image = modal.Image.debian_slim().pip_install("fastapi")


@app.function(image=web_image, timeout=600)
@modal.concurrent(max_inputs=20)
@modal.asgi_app()
def web():
    from fastapi import FastAPI

    api = FastAPI()
    llm = Llm()

    @api.post("/ask")
    async def ask(body: dict):
        return {"answer": await llm.answer.remote.aio(body["prompt"], temperature=0.1)}

    return api
