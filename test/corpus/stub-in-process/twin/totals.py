import modal

app = modal.App("totals")


@app.function()
def double(x: int) -> int:
    return 2 * x


@app.cls()
class Totals:
    @modal.enter()
    def load(self):
        self.start = 10

    @modal.method()
    def add(self, a: int, b: int) -> int:
        return a + b

    @modal.method()
    def total(self, numbers: list[int]) -> int:
        found = self.start
        for number in numbers:
            found = self.add.local(found, double.local(number))
        return found
