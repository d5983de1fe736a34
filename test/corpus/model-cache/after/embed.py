import os

import fal
from fal.container import ContainerImage
from pydantic import BaseModel

MODEL = "BAAI/bge-small"
CACHE = "/data/hf-hub-cache"

image = ContainerImage.from_dockerfile_str("""
FROM python:3.11-slim-bookworm
RUN apt-get update && apt-get install -y build-essential curl gfortran
COPY --from=ghcr.io/astral-sh/uv:latest /uv /.uv/uv
RUN /.uv/uv pip install --python $(command -v python) --compile-bytecode sentence-transformers==3.0 'huggingface_hub[hf_transfer]'
ENV HF_HUB_CACHE=/data/hf-hub-cache
ENV HF_HUB_ENABLE_HF_TRANSFER=1
RUN python -m pip install fal
ENV HF_HOME=/data/hf-hub-cache
""")


class EmbedInput(BaseModel):
    texts: list[str]


class Embedder(fal.App):
    app_name = "embeddings"
    machine_type = "GPU-A100"
    image = image
    secrets = ["HF_TOKEN"]
    min_concurrency = 1
    max_multiplexing = 8

    def setup(self):
        os.makedirs("/data/hf-hub-cache", exist_ok=True)
        from sentence_transformers import SentenceTransformer

        self.token = os.environ["HF_TOKEN"]
        self.model = SentenceTransformer(MODEL, cache_folder=CACHE)

    @fal.endpoint("/")
    def embed(self, input: EmbedInput) -> list[list[float]]:
        texts = input.texts
        return [[float(x) for x in row] for row in self.model.encode(texts)]

    def teardown(self):
        self.model = None
