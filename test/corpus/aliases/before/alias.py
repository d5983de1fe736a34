from modal import (
    App as Application,
    Image,  # of the container
    Volume as Vol,
    enter as on_start,
    fastapi_endpoint,
    method as remote_method,
)

img = Image.debian_slim().pip_install(
    "fastapi[standard]",
    "numpy",
)
service = Application("aliases", image=img)
vol = Vol.from_name("alias-vol", create_if_missing=True)


@service.cls(volumes={"/vol": vol})
class Store:
    @on_start()
    def go(self):
        self.items = {"a": 1}

    @remote_method()
    def get(self, key: str) -> int:
        return self.items[key]


@service.function()
@fastapi_endpoint(method="POST")
def lookup(key: str):
    return {"key": key}
