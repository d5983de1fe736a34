import fal
import fal_client


def web():
    from fastapi import FastAPI

    api = FastAPI()

    @api.post("/ask")
    async def ask(body: dict):
        return {"answer": await fal_client.subscribe_async(
            "your-username/chat-llm",
            arguments={"prompt": body["prompt"], "temperature": 0.1},
        )}

    return api


@fal.function(
    requirements=["fastapi", "uvicorn", "fal-client"],
    exposed_port=8080,
    max_multiplexing=20,
    request_timeout=600,
)
def serve_web():
    import uvicorn

    uvicorn.run(web(), host="0.0.0.0", port=8080)
