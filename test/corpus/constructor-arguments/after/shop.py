import fal
import fal_client
from pydantic import BaseModel

CURRENCY = "EUR"
RATES = {"EUR": 1.0, "USD": 1.1}


class PriceInput(BaseModel):
    net: float


class Prices(fal.App):
    """Prices in one currency."""

    app_name = "shop-prices"

    currency: str = "EUR"
    rounding: int = 2
    tax: float = 0.2

    def _init(self):
        # At the start of the day.
        self.rates = {name: round(rate, self.rounding) for name, rate in RATES.items()}

    def load(self):
        self.rate = self.rates[self.currency]

    @fal.endpoint("/")
    def price(self, input: PriceInput) -> str:
        net = input.net
        return f"{net * (1 + self.tax) * self.rate:.2f} {self.currency}"

    def setup(self):
        self._init()
        self.load()


class GreetInput(BaseModel):
    name: str


class Greeter(fal.App):
    app_name = "shop-greeter"

    greeting: str = "Hello"
    table = RATES

    @fal.endpoint("/")
    def greet(self, input: GreetInput) -> str:
        name = input.name
        return f"{self.greeting}, {name} ({len(self.table)})"


class CountInput(BaseModel):
    to: int


class Counter(fal.App):
    app_name = "shop-counter"

    def _init(self):
        self.start = 3

    def warm(self):
        self.start += 1

    @fal.endpoint("/")
    def count(self, input: CountInput) -> list:
        to = input.to
        return list(range(self.start, to))

    def setup(self):
        self._init()
        self.warm()


Dearer = Prices


def main():
    print(fal_client.subscribe("your-username/shop-prices", arguments={"net": 10}))
    print(fal_client.subscribe("your-username/shop-prices", arguments={"net": 20}))
    print(fal_client.subscribe("your-username/shop-greeter", arguments={"name": "Ann"}))
    print(fal_client.subscribe("your-username/shop-greeter", arguments={"name": "Bob"}))
    print(fal_client.subscribe("your-username/shop-counter", arguments={"to": 6}))


if __name__ == "__main__":
    main()
