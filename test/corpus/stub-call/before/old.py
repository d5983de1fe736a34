import modal

stub = modal.Stub("old")
image = modal.Image.from_dockerhub("python:3.10-slim").apt_install("git")


@stub.function(image=image, retries=None)
def generate(filename: str, prompt=None):
    return filename, f"{prompt}!"


@stub.local_entrypoint()
def main(prompt: str, directory="generated"):
    print(generate.call("a.py", prompt=prompt))
    for name, code in generate.map(["x", "y"], kwargs=dict(prompt=prompt)):
        print(directory, name, code)
