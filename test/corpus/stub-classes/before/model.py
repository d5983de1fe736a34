import modal
from modal import method

stub = modal.Stub(name="stub-classes")
volume = modal.NetworkFileSystem.persisted("model-cache-vol")
CACHE_PATH = "/vol/cache"


@stub.cls(
    gpu="A100",
    network_file_systems={CACHE_PATH: volume},
    keep_warm=1,
    allow_concurrent_inputs=4,
    timeout=600,
)
class Model:
    def __enter__(self):
        import os

        os.makedirs(CACHE_PATH, exist_ok=True)
        self.prefix = "model"

    @method()
    def complete(self, prompt: str):
        return f"{self.prefix}: {prompt}"


@stub.function(shared_volumes={"/cache": modal.SharedVolume.from_name("old")}, memory=512)
def store(name: str):
    with open(f"/cache/{name}", "w") as f:
        f.write(name)
    with open(f"/cache/{name}") as f:
        return f.read()


@stub.local_entrypoint()
def main():
    print(Model().complete.remote("hello"))
