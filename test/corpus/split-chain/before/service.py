import modal

PYTHON = "3.11"
PACKAGES = ["numpy~=1.26", "pillow"]
EXTRA = {"HF_HUB_ENABLE_HF_TRANSFER": "1"}


def with_tools(image: modal.Image, shell: str = "curl") -> modal.Image:
    return image.apt_install("git", shell)


base = modal.Image.debian_slim(python_version=PYTHON)
image = base.pip_install(*PACKAGES)
image = image.env({**EXTRA, "MODE": "fast"})
web_image = image.pipe(with_tools).pip_install("fastapi[standard]")

app = modal.App("split-chain")


@app.function(image=image)
def total(values: list[float]) -> float:
    import numpy as np

    return float(np.sum(values))


@app.function(image=web_image)
def mean(values: list[float]) -> float:
    return total.remote(values) / len(values)
