import os

import modal

app = modal.App("notes", image=modal.Image.debian_slim().pip_install("rich"))
notes = modal.Volume.from_name("notes", create_if_missing=True)

NOTES = "/notes"


@app.function(volumes={NOTES: notes})
def keep(name: str, text: str) -> int:
    with open(os.path.join(NOTES, name), "w") as file:
        file.write(text)
    with open(os.path.join(NOTES, name)) as file:
        return len(file.read())
