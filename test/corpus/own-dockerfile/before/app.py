import modal

app = modal.App("own-dockerfile")
image = modal.Image.from_dockerfile("Dockerfile").pip_install("rich")


@app.function(image=image)
def shout(text: str) -> str:
    return text.upper()
