import fal
from pydantic import BaseModel


class DescribeInput(BaseModel):
    name: str


class ScaleInput(BaseModel):
    factor: float
    base: int = 1


class Api(fal.App):
    app_name = "class-endpoints"
    requirements = ["fastapi[standard]"]
    keep_alive = 300
    max_multiplexing = 16
    request_timeout = 120

    async def setup(self):
        self.count = 10

    @fal.endpoint("/add")
    def add(self, data: dict):
        return {"sum": self.count + data["n"]}

    @fal.endpoint("/scale")
    async def scale(self, input: ScaleInput):
        factor, base = input.factor, input.base
        return {"product": self.count * factor * base}

    @fal.endpoint("/describe")
    def describe(self, input: DescribeInput) -> str:
        name = input.name
        return f"{name} {self.count}"
