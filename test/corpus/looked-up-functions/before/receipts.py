import modal

app = modal.App("receipts")


@app.function(timeout=900)
def read_receipt(image: bytes, currency: str = "EUR") -> dict:
    words = image.decode().split()
    return {"words": words, "total": f"{len(words)} {currency}"}


@app.function(env={"EDGE": "*"})
def thumbnail(image: bytes, size: int = 4) -> bytes:
    return image[:size] + b"*"


@app.function()
async def label(words: list[str], *, separator: str = "-") -> str:
    return separator.join(words)


@app.cls()
class Archive:
    @modal.enter()
    def open(self):
        self.kept = []

    @modal.method()
    def keep(self, text: str) -> int:
        self.kept.append(text)
        return len(self.kept)


@app.local_entrypoint()
def main(text: str = "two words"):
    print(read_receipt.remote(text.encode()))
    print(thumbnail.local(text.encode()))
