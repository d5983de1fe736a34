import modal

app = modal.App("poet")


@app.cls()
class Poet:
    @modal.method()
    def verse(self, topic: str, lines: int = 2) -> list[str]:
        return [f"{topic} {i}" for i in range(lines)]
