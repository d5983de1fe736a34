import modal

PYTHON = "3.11"
DEBUG = False
TOOLS = ["git"]
TOOLS.append("ffmpeg")
TOOLS += ["curl"]
STEPS = [("pip", "numpy"), ("apt", "jq"), ("pip", "scipy==1.11.4")]

app = modal.App("image-steps")
image = modal.Image.debian_slim(python_version=PYTHON).apt_install(*TOOLS)
for kind, name in STEPS:
    if kind == "pip":
        image = image.pip_install(name)
if DEBUG:
    image = image.pip_install("debugpy")
else:
    image = image.env({"MODE": "fast"})

slim = modal.Image.debian_slim()
for package in ("rich", "pyyaml"):
    slim = slim.pip_install(package)


@app.function(image=image)
def mode(name: str) -> str:
    return f"{name}: {PYTHON} {'debug' if DEBUG else 'fast'}"


@app.function(image=slim)
def tools() -> list[str]:
    return sorted(TOOLS)


@app.local_entrypoint()
def main():
    print(mode.remote("a"), tools.remote())
