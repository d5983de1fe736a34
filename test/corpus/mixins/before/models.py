import modal

app = modal.App("mixins")


class Loader:
    suffix = "!"

    @modal.enter()
    def load(self):
        self.words = ["one", "two"]

    def format(self, text: str) -> str:
        return text + self.suffix


@app.cls(cpu=1)
class Speaker(Loader):
    @modal.method()
    def say(self, i: int = 0) -> str:
        return self.format(self.words[i])


@app.cls(cpu=1)
class Shouter(Loader, object):
    suffix = "!!!"

    @modal.method()
    def say(self, i: int = 0) -> str:
        return self.format(self.words[i].upper())
