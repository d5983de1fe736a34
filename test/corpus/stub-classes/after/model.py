import os

import fal
import fal_client
from pydantic import BaseModel

CACHE_PATH = "/data/model-cache-vol"


class CompleteInput(BaseModel):
    prompt: str


class Model(fal.App):
    app_name = "stub-classes"
    machine_type = "GPU-A100"
    min_concurrency = 1
    max_multiplexing = 4
    request_timeout = 600

    def setup(self):
        import os

        os.makedirs(CACHE_PATH, exist_ok=True)
        self.prefix = "model"

    @fal.endpoint("/")
    def complete(self, input: CompleteInput):
        prompt = input.prompt
        return f"{self.prefix}: {prompt}"


@fal.function(machine_type="XS")
def store(name: str):
    os.makedirs("/data/old", exist_ok=True)
    with open(f"/data/old/{name}", "w") as f:
        f.write(name)
    with open(f"/data/old/{name}") as f:
        return f.read()


def main():
    print(fal_client.subscribe("your-username/stub-classes", arguments={"prompt": "hello"}))


if __name__ == "__main__":
    main()
