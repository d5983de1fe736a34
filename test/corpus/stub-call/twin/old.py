import modal

app = modal.App("old")


@app.function()
def generate(filename: str, prompt=None):
    return filename, f"{prompt}!"


@app.local_entrypoint()
def main(prompt: str, directory="generated"):
    print(generate.remote("a.py", prompt=prompt))
    for name, code in generate.map(["x", "y"], kwargs=dict(prompt=prompt)):
        print(directory, name, code)
