import fal
import fal_client


def wrapper():
    import fastapi

    web_app = fastapi.FastAPI()

    @web_app.post("/parse")
    async def parse(data: dict):
        call = fal_client.submit(
            "your-username/example-doc-ocr",
            arguments={"text": data["receipt"]},
        )
        return {"call_id": call.request_id}

    @web_app.get("/result/{call_id}")
    async def poll_results(call_id: str):
        function_call = fal_client.SyncClient().get_handle("your-username/example-doc-ocr", call_id)
        try:
            if not isinstance(function_call.status(), fal_client.Completed):
                raise TimeoutError
            return function_call.get()
        except TimeoutError:
            return fastapi.responses.JSONResponse(content="", status_code=202)

    return web_app


@fal.function(requirements=["fastapi[standard]==0.115.4", "fal-client"], exposed_port=8080)
def serve_wrapper():
    import uvicorn

    uvicorn.run(wrapper(), host="0.0.0.0", port=8080)
