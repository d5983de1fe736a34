import inspect
import os

FOLDER = "/weights"


def download(repo: str) -> None:
    """Brings the weights into the image."""
    from huggingface_hub import snapshot_download

    snapshot_download(repo, local_dir=FOLDER, token=os.environ["HF_TOKEN"])


NAME = "gpt2"


download_step = "\n".join(
    [
        "import os",
        f"FOLDER = {FOLDER!r}",
        inspect.getsource(download),
        f"download({repr(NAME)})",
    ]
)
