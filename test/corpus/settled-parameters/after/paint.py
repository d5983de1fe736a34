from concurrent.futures import ThreadPoolExecutor

import fal
import fal_client
from pydantic import BaseModel

MODE = "fast"


class Order(BaseModel):
    subject: str
    size: int = 1


class PaintInput(BaseModel):
    subject: str
    size: int = 512


class AgainInput(BaseModel):
    subject: str


class Painter(fal.App):
    app_name = "paint"
    steps: int = 4
    mode: str = "fast"
    loud: bool = False

    @fal.endpoint("/paint")
    def paint(self, input: PaintInput) -> str:
        subject, size = input.subject, input.size
        return f"{subject} {size} {self.mode} {self.steps} {self.loud}"

    @fal.endpoint("/preview")
    def preview(self, order: Order) -> dict:
        return {"painted": self.paint(PaintInput(subject=order.subject, size=order.size))}

    @fal.endpoint("/again")
    def again(self, input: AgainInput):
        subject = input.subject
        return self.preview(Order(subject=subject))


def main():
    print(fal_client.subscribe(
        "your-username/paint",
        arguments={"subject": "a boat"},
        path="/paint",
    ))
    print(fal_client.subscribe(
        "your-username/paint",
        arguments={"subject": "a house"},
        path="/again",
    ))
    with ThreadPoolExecutor() as pool:
        print(list(pool.map(lambda subject, size=512: fal_client.subscribe("your-username/paint", arguments={"subject": subject, "size": size}, path="/paint"), ["a", "b"], [1, 2])))


if __name__ == "__main__":
    main()
