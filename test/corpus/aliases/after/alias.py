import fal
from pydantic import BaseModel


class GetInput(BaseModel):
    key: str


class Store(fal.App):
    app_name = "aliases-store"
    requirements = ["fastapi[standard]", "numpy"]

    def setup(self):
        self.items = {"a": 1}

    @fal.endpoint("/")
    def get(self, input: GetInput) -> int | None:
        key = input.key
        return self.items[key]


def lookup(key: str):
    return {"key": key}


class LookupInput(BaseModel):
    key: str


class Lookup(fal.App):
    app_name = "aliases-lookup"
    requirements = ["fastapi[standard]", "numpy"]

    @fal.endpoint("/")
    def lookup(self, input: LookupInput):
        return lookup(key=input.key)
