import modal

app = modal.App("class-endpoints", image=modal.Image.debian_slim().pip_install("fastapi[standard]"))


@app.cls(scaledown_window=300, timeout=120)
@modal.concurrent(max_inputs=16, target_inputs=8)
class Api:
    @modal.enter()
    async def start(self):
        self.count = 10

    @modal.fastapi_endpoint(method="POST")
    def add(self, data: dict):
        return {"sum": self.count + data["n"]}

    @modal.fastapi_endpoint(method="POST", docs=True)
    async def scale(self, factor: float, base: int = 1):
        return {"product": self.count * factor * base}

    @modal.method()
    def describe(self, name: str) -> str:
        return f"{name} {self.count}"
