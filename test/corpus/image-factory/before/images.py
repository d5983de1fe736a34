import modal

CUDA = {"12.4": "nvidia/cuda:12.4.1-devel-ubuntu22.04", "12.8": "nvidia/cuda:12.8.0-devel-ubuntu24.04"}


def with_helpers(image: modal.Image, *, debug: bool = False) -> modal.Image:
    """Adds what every image has."""
    image = image.apt_install("git")
    if debug:
        image = image.pip_install("debugpy")
    return image.env({"PYTHONUNBUFFERED": "1"})


def build(packages, cuda=None, python="3.11"):
    if cuda is None:
        base = modal.Image.debian_slim(python_version=python)
    else:
        base = modal.Image.from_registry(CUDA[cuda], add_python=python)
    for package in packages:
        base = base.uv_pip_install(package)
    return with_helpers(base)


IMAGES = {"cpu": build(["numpy"]), "gpu": build(["torch", "numpy"], cuda="12.4")}
