from modal import Stub, method

stub = Stub("totals")


@stub.function()
def double(x: int) -> int:
    return 2 * x


@stub.cls()
class Totals:
    def __enter__(self):
        self.start = 10

    @method()
    def add(self, a: int, b: int) -> int:
        return a + b

    @method()
    def total(self, numbers: list[int]) -> int:
        found = self.start
        for number in numbers:
            found = self.add(found, double(number))
        return found
