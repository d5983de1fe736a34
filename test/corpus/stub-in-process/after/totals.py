import fal
from pydantic import BaseModel


@fal.function()
def double(x: int) -> int:
    return 2 * x


class AddInput(BaseModel):
    a: int
    b: int


class TotalInput(BaseModel):
    numbers: list[int]


class Totals(fal.App):
    app_name = "totals"
    requirements = ["fal"]

    def setup(self):
        self.start = 10

    @fal.endpoint("/add")
    def add(self, input: AddInput) -> int:
        a, b = input.a, input.b
        return a + b

    @fal.endpoint("/total")
    def total(self, input: TotalInput) -> int | None:
        numbers = input.numbers
        found = self.start
        for number in numbers:
            found = self.add(AddInput(a=found, b=double.run_local(number)))
        return found
