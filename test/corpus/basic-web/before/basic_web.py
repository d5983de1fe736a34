import modal

image = modal.Image.debian_slim().uv_pip_install("fastapi[standard]")
app = modal.App(name="example-basic-web", image=image)


@app.function()
@modal.fastapi_endpoint(docs=True)
def greet(user: str) -> str:
    return f"Hello {user}!"


@app.function()
@modal.fastapi_endpoint(method="POST")
def goodbye(data: dict) -> str:
    name = data.get("name") or "world"
    return f"Goodbye {name}!"


@app.cls()
class WebApp:
    @modal.enter()
    def startup(self):
        from datetime import datetime, timezone

        self.start_time = datetime(2024, 1, 1, tzinfo=timezone.utc)

    @modal.fastapi_endpoint(docs=True)
    def web(self) -> str:
        return self.start_time.isoformat()
