import modal

app = modal.App("chat")


@app.cls(gpu="H100", scaledown_window=240)
class Llm:
    @modal.enter()
    def load(self):
        self.name = "llm"

    @modal.method()
    def answer(self, prompt: str, temperature: float = 0.7) -> str:
        return f"{self.name}: {prompt}"
