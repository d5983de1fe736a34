from __future__ import annotations

import modal

app = modal.App("shop")

CURRENCY = "EUR"
RATES = {"EUR": 1.0, "USD": 1.1}


@app.cls()
class Prices:
    """Prices in one currency."""

    def __init__(self, currency: str, rounding: int = 2, *, tax: float = 0.2):
        self.currency = currency
        self.tax = tax
        # At the start of the day.
        self.rates = {name: round(rate, rounding) for name, rate in RATES.items()}

    @modal.enter()
    def load(self):
        self.rate = self.rates[self.currency]

    @modal.method()
    def price(self, net: float) -> str:
        return f"{net * (1 + self.tax) * self.rate:.2f} {self.currency}"


@app.cls()
class Greeter:
    def __init__(self, greeting: str, table):
        self.greeting = greeting
        self.table = table

    @modal.method()
    def greet(self, name: str) -> str:
        return f"{self.greeting}, {name} ({len(self.table)})"


@app.cls()
class Counter:
    def __init__(self):
        super().__init__()
        self.start = 3

    @modal.enter()
    def warm(self):
        self.start += 1

    @modal.method()
    def count(self, to: int) -> list:
        return list(range(self.start, to))


Dearer = Prices


@app.local_entrypoint()
def main():
    prices = Prices(CURRENCY, rounding=2)
    print(prices.price.remote(10))
    print(Dearer("EUR").price.remote(20))
    print(Greeter("Hello", RATES).greet.remote("Ann"))
    greeter = Greeter(greeting="Hello", table=RATES)
    print(greeter.greet.remote("Bob"))
    print(Counter().count.remote(6))
