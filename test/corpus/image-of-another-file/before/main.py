from pathlib import Path

from common import app, image


def colour() -> str:
    path = Path("/colour.txt")
    return path.read_text().strip() if path.exists() else "blue"


# --- The functions ---


# Counts letters.
@app.function(image=image, timeout=60)
def count(text: str) -> int:
    return len(text)


@app.function(image=image)
def paint(text: str) -> str:
    return f"{colour()} {text}"


@app.local_entrypoint()
def main():
    print(count.remote("three"), paint.remote("sky"))
