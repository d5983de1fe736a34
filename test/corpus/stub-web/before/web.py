from modal import Image, Stub, web_endpoint, asgi_app

stub = Stub("stub-web", image=Image.debian_slim().pip_install("fastapi"))


@stub.function(keep_warm=1)
@web_endpoint(method="POST")
def square(body: dict):
    return {"square": body["x"] ** 2}


@stub.function()
@asgi_app()
def other():
    from fastapi import FastAPI

    app = FastAPI()

    @app.get("/ping")
    def ping():
        return "pong"

    return app
