import modal

app = modal.App("packages")

# What all of it needs.
image = modal.Image.debian_slim().pip_install(
    "numpy==2.1.0",
    # tables
    "pandas==2.2.3",
    "pydantic",
)
web_image = image.pip_install("fastapi", "httpx")


@app.function(image=image)
def count(text: str) -> int:
    return len(text)


# Everything in one line.
@app.function(image=image, timeout=60)
def shout(text: str) -> str:
    return text.upper()


@app.cls(image=image)
class Counter:
    @modal.method()
    def add(self, text: str, start: int = 1) -> int:
        return start + count.remote(text)


@app.function(image=web_image)
@modal.fastapi_endpoint(method="POST")
def length(text: str) -> dict:
    return {"length": len(text)}


@app.function(image=web_image)
@modal.fastapi_endpoint(method="POST")
def words(text: str) -> dict:
    return {"words": len(text.split())}


@app.local_entrypoint()
def main():
    print(count.remote("three"), shout.remote("sky"), Counter().add.remote("one"))
