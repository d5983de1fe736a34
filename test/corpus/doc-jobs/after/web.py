import fal
import modal


def wrapper():
    import fastapi

    web_app = fastapi.FastAPI()

    @web_app.post("/parse")
    async def parse(data: dict):
        parse_receipt = modal.Function.from_name("example-doc-ocr", "parse_receipt")
        # TODO(modal-lint): function-spawn: the function is deployed elsewhere: a `fal.function` is called from the file that defines it
        call = parse_receipt.spawn(data["receipt"])
        # TODO(modal-lint): function-call-object-id: where this call was spawned is not known here: a handle has a `request_id`, a future has no id
        return {"call_id": call.object_id}

    @web_app.get("/result/{call_id}")
    async def poll_results(call_id: str):
        # TODO(modal-lint): function-call: a request is found again by the id of its app and its own: `fal_client.status(app, id)` tells whether it is done, `fal_client.result(app, id)` waits for it; a future has no id
        function_call = modal.FunctionCall.from_id(call_id)
        try:
            # TODO(modal-lint): function-call-get: where this call was spawned is not known here: a future has `result()`, a queue handle has `get()`
            return function_call.get(timeout=0)
        except TimeoutError:
            return fastapi.responses.JSONResponse(content="", status_code=202)

    return web_app


@fal.function(requirements=["fastapi[standard]==0.115.4"], exposed_port=8080)
def serve_wrapper():
    import uvicorn

    uvicorn.run(wrapper(), host="0.0.0.0", port=8080)
