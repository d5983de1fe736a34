import os

import modal

FOLDER = "/weights"


def download(repo: str) -> None:
    """Brings the weights into the image."""
    from huggingface_hub import snapshot_download

    snapshot_download(repo, local_dir=FOLDER, token=os.environ["HF_TOKEN"])


NAME = "gpt2"

weights = (
    modal.Image.debian_slim()
    .pip_install("huggingface_hub")
    .run_function(download, args=(NAME,), secrets=[modal.Secret.from_name("huggingface")])
)
