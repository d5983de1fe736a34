"""Sentiment of sentences, with the model loaded once a container."""
import fal
import fal_client
from pydantic import BaseModel


class PredictInput(BaseModel):
    phrase: str


class Sentiment(fal.App):
    """Answers with a label."""

    app_name = "sentiment"
    machine_type = "GPU-A100"
    requirements = ["transformers[torch]==4.44.2", "sentencepiece"]
    keep_alive = 120

    def setup(self):
        from transformers import pipeline

        self.pipe = pipeline("sentiment-analysis", model="distilbert")

    @fal.endpoint("/")
    def predict(self, input: PredictInput):
        phrase = input.phrase
        return self.pipe(phrase)[0]["label"]


def main():
    for phrase in ["good", "not so good"]:
        print(phrase, "->", fal_client.subscribe(
            "your-username/sentiment",
            arguments={"phrase": phrase},
        ))


if __name__ == "__main__":
    main()
