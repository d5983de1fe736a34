"""Captions for pictures.

Try it:     modal run app.py --url https://example.com/cat.png
Deploy it:  modal deploy app.py
"""

import os

import modal

CACHE = "/cache"
MINUTES = 60

app = modal.App("captions")

image = (
    modal.Image.debian_slim(python_version="3.11")
    .apt_install("libgl1")
    .pip_install("transformers==4.44.0", "torch==2.4.0", "pillow")
    .env({"TOKENIZERS_PARALLELISM": "false"})
)
weights = modal.Volume.from_name("caption-weights", create_if_missing=True)
hub = modal.Secret.from_name("hub", required_keys=["HF_TOKEN"])


@app.cls(
    image=image,
    gpu="A100",
    volumes={CACHE: weights},
    secrets=[hub],
    scaledown_window=5 * MINUTES,
    max_containers=4,
)
class Captioner:
    """Loads the model once, then describes pictures."""

    @modal.enter()
    def load(self):
        from transformers import pipeline

        self.pipe = pipeline(
            "image-to-text",
            model="captioner-large",
            token=os.environ["HF_TOKEN"],
            model_kwargs={"cache_dir": f"{CACHE}/models"},
        )
        weights.commit()

    @modal.method()
    def describe(self, url: str, max_words: int = 20) -> str:
        text = self.pipe(url)[0]["generated_text"]
        return " ".join(text.split()[:max_words])

    @modal.exit()
    def unload(self):
        del self.pipe


@app.function(image=modal.Image.debian_slim().pip_install("langdetect"), timeout=10 * MINUTES)
def language(text: str) -> str:
    from langdetect import detect

    return detect(text)


@app.local_entrypoint()
def main(url: str = "https://example.com/cat.png", max_words: int = 12):
    caption = Captioner().describe.remote(url, max_words=max_words)
    print(caption)
    print(language.remote(caption))
