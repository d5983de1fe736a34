import modal

image = modal.Image.debian_slim().pip_install("fastapi[standard]==0.115.4")
app = modal.App("example-doc-ocr-webapp")


@app.function(image=image)
@modal.asgi_app(label="doc-ocr")
def wrapper():
    import fastapi

    web_app = fastapi.FastAPI()

    @web_app.post("/parse")
    async def parse(data: dict):
        parse_receipt = modal.Function.from_name("example-doc-ocr", "parse_receipt")
        call = parse_receipt.spawn(data["receipt"])
        return {"call_id": call.object_id}

    @web_app.get("/result/{call_id}")
    async def poll_results(call_id: str):
        function_call = modal.FunctionCall.from_id(call_id)
        try:
            return function_call.get(timeout=0)
        except TimeoutError:
            return fastapi.responses.JSONResponse(content="", status_code=202)

    return web_app
