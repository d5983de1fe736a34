"""Sentiment of sentences, with the model loaded once a container."""
import modal

image = modal.Image.debian_slim().pip_install("transformers[torch]==4.44.2", "sentencepiece")
app = modal.App("sentiment", image=image)


@app.cls(gpu="A100", scaledown_window=120)
class Sentiment:
    """Answers with a label."""

    @modal.enter()
    def load(self):
        from transformers import pipeline

        self.pipe = pipeline("sentiment-analysis", model="distilbert")

    @modal.method()
    def predict(self, phrase: str) -> str:
        return self.pipe(phrase)[0]["label"]


@app.local_entrypoint()
def main():
    for phrase in ["good", "not so good"]:
        print(phrase, "->", Sentiment().predict.remote(phrase))
