import modal

app = modal.App(name="stub-classes")
volume = modal.Volume.from_name("model-cache-vol", create_if_missing=True)
old = modal.Volume.from_name("old", create_if_missing=True)
CACHE_PATH = "/vol/cache"


@app.cls(volumes={CACHE_PATH: volume})
class Model:
    @modal.enter()
    def load(self):
        self.prefix = "model"

    @modal.method()
    def complete(self, prompt: str):
        return f"{self.prefix}: {prompt}"


@app.function(volumes={"/cache": old})
def store(name: str):
    with open(f"/cache/{name}", "w") as f:
        f.write(name)
    with open(f"/cache/{name}") as f:
        return f.read()


@app.local_entrypoint()
def main():
    print(Model().complete.remote("hello"))
