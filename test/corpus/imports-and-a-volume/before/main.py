import modal

app = modal.App("sounds")
volume = modal.Volume.from_name("sounds", create_if_missing=True)
image = modal.Image.debian_slim().pip_install("httpx")

with image.imports():
    import os
    from pathlib import Path

    import httpx


@app.function(image=image, volumes={"/sounds": volume})
def diarize(name: str) -> dict:
    path = os.path.join("/sounds", name)
    return {"there": os.path.exists(path), "name": Path(path).name, "ok": httpx.codes.OK.value}


@app.cls(image=image, volumes={"/sounds": volume})
class Player:
    @modal.method()
    def has(self, name: str) -> bool:
        return os.path.exists(f"/sounds/{name}")


@app.local_entrypoint()
def main():
    print(diarize.remote("a.wav"), Player().has.remote("b.wav"))
