from concurrent.futures import ThreadPoolExecutor

import modal
from pydantic import BaseModel

app = modal.App("paint")

MODE = "fast"


class Order(BaseModel):
    subject: str
    size: int = 1


@app.cls()
class Painter:
    steps: int = modal.parameter()
    mode: str = modal.parameter(default="slow")
    loud: bool = modal.parameter(default=False)

    @modal.method()
    def paint(self, subject: str, size: int = 512) -> str:
        return f"{subject} {size} {self.mode} {self.steps} {self.loud}"

    @modal.fastapi_endpoint(method="POST")
    def preview(self, order: Order) -> dict:
        return {"painted": self.paint.local(order.subject, size=order.size)}

    @modal.method()
    def again(self, subject: str) -> dict:
        return self.preview.local(Order(subject=subject))


@app.local_entrypoint()
def main():
    painter = Painter(mode=MODE, steps=4)
    print(painter.paint.remote("a boat"))
    print(Painter(mode="fast", steps=4).again.remote("a house"))
    with ThreadPoolExecutor() as pool:
        print(list(pool.map(Painter(mode=MODE, steps=4).paint.remote, ["a", "b"], [1, 2])))
