import modal

image = (
    modal.Image.debian_slim()
    .pip_install("pyyaml")
    .add_local_python_source("helpers")
    .add_local_dir("data", remote_path="/root/data")
)
app = modal.App("local-sources", image=image)


@app.function()
def greet(name: str) -> str:
    from helpers.words import greeting

    return greeting(name)


@app.local_entrypoint()
def main(name: str = "Ann"):
    print(greet.remote(name))
