import modal

from common import app


@app.cls()
class Mouth:
    @modal.method()
    def say(self, text: str) -> str:
        return f"I hear {text}"
