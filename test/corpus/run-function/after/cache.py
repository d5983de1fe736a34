import fal


def download():
    from huggingface_hub import snapshot_download

    snapshot_download("gpt2", cache_dir="/models")


# TODO(modal-lint): image-run-function: fal runs no Python function while it builds an image: call `download` from `setup`, and keep what it downloads under `/data`
@fal.function(requirements=["huggingface_hub"])
def upper(text: str) -> str:
    return text.upper()
