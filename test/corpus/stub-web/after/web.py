import fal


def square(body: dict):
    return {"square": body["x"] ** 2}


class Square(fal.App):
    app_name = "stub-web-square"
    requirements = ["fastapi"]
    min_concurrency = 1

    @fal.endpoint("/")
    def square(self, input: dict):
        return square(body=input)


def other():
    from fastapi import FastAPI

    app = FastAPI()

    @app.get("/ping")
    def ping():
        return "pong"

    return app


@fal.function(requirements=["fastapi", "uvicorn"], exposed_port=8080)
def serve_other():
    import uvicorn

    uvicorn.run(other(), host="0.0.0.0", port=8080)
