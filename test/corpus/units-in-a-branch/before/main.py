import os
from pathlib import Path

import modal

app = modal.App("branches")
image = (
    modal.Image.debian_slim(python_version="3.11")
    .apt_install("git")
    .pip_install("numpy==2.1.0")
    .add_local_file("words.txt", "/root/words.txt", copy=True)
)

WORDS = Path("/root/words.txt")

if os.environ.get("NO_SPEAKER") != "1":

    @app.cls(image=image, cpu=1)
    class Speaker:
        @modal.enter()
        def load(self):
            self.words = WORDS.read_text().split() if WORDS.exists() else ["one", "two"]

        @modal.method()
        def say(self, at: int) -> str:
            """The word at a place.

            Places are counted from zero.
            """
            return self.words[at]


if os.environ.get("NO_TOTAL") != "1":

    @app.function(
        image=modal.Image.debian_slim(python_version="3.11").run_commands("echo one > /words.txt"),
        cpu=1,
    )
    @modal.fastapi_endpoint(method="POST")
    def total(start: int) -> dict:
        return {"total": start + len(Path("/words.txt").read_text().split())}


@app.local_entrypoint()
def main():
    print(Speaker().say.remote(0))
