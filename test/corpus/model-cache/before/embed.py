import os

import modal

MODEL = "BAAI/bge-small"
CACHE = "/root/.cache/huggingface"

hf_cache = modal.Volume.from_name("hf-hub-cache", create_if_missing=True)
image = (
    modal.Image.debian_slim()
    .uv_pip_install("sentence-transformers==3.0", "huggingface_hub[hf_transfer]")
    .env({"HF_HUB_CACHE": CACHE, "HF_HUB_ENABLE_HF_TRANSFER": "1"})
)
app = modal.App("embeddings", image=image, secrets=[modal.Secret.from_name("huggingface", required_keys=["HF_TOKEN"])])


@app.cls(gpu="A100-40GB", volumes={CACHE: hf_cache}, min_containers=1)
@modal.concurrent(max_inputs=8)
class Embedder:
    @modal.enter()
    def start(self):
        from sentence_transformers import SentenceTransformer

        self.token = os.environ["HF_TOKEN"]
        self.model = SentenceTransformer(MODEL, cache_folder=CACHE)

    @modal.method()
    def embed(self, texts: list[str]) -> list[list[float]]:
        return [[float(x) for x in row] for row in self.model.encode(texts)]

    @modal.exit()
    def stop(self):
        self.model = None
