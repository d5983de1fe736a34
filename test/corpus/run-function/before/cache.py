import modal


def download():
    from huggingface_hub import snapshot_download

    snapshot_download("gpt2", cache_dir="/models")


image = modal.Image.debian_slim().pip_install("huggingface_hub").run_function(download, secrets=[modal.Secret.from_name("hf")])
app = modal.App("run-function", image=image)


@app.function()
def upper(text: str) -> str:
    return text.upper()
