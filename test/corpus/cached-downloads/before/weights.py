import modal

app = modal.App("weights")

NAME = "gpt2"


def download(repo: str, revision: str = "main") -> None:
    """Brings the weights into the image."""
    from huggingface_hub import snapshot_download

    snapshot_download(repo, revision=revision)


image = (
    modal.Image.debian_slim()
    .pip_install("huggingface_hub")
    .run_function(
        download,
        kwargs={"repo": NAME},
        secrets=[modal.Secret.from_name("huggingface-secret")],
        timeout=600,
    )
)


@app.function(image=image)
def upper(text: str) -> str:
    return text.upper()


@app.cls(image=image)
class Model:
    @modal.enter()
    def load(self):
        """Loads what is there."""
        self.factor = 3

    @modal.method()
    def times(self, n: int) -> int:
        return self.factor * n


@app.cls(image=image)
class Bare:
    @modal.method()
    def name(self) -> str:
        return NAME


@app.function(image=image)
@modal.fastapi_endpoint(method="POST")
def shout(text: str) -> dict:
    return {"text": text.upper()}
