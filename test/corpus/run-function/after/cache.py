import fal


@fal.cached
def download():
    from huggingface_hub import snapshot_download

    snapshot_download("gpt2", cache_dir="/models")


# TODO(modal-lint): image-run-function: `download` ran when the image was built, and is called by each runner when it starts: what it leaves is gone with the runner, so keep it under `/data` and look first whether it is there
@fal.function(requirements=["huggingface_hub"])
def upper(text: str) -> str:
    download()
    return text.upper()
