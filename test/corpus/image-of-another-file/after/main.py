from pathlib import Path

import fal
from fal.container import ContainerImage


def colour() -> str:
    path = Path("/colour.txt")
    return path.read_text().strip() if path.exists() else "blue"


# --- The functions ---


image = ContainerImage.from_dockerfile_str("""
# What all functions need.
FROM python:3.11-slim-bookworm
RUN apt-get update && apt-get install -y build-essential curl gfortran
RUN echo blue > /colour.txt
RUN python -m pip install fal
""")


# Counts letters.
@fal.function(image=image, request_timeout=60)
def count(text: str) -> int:
    return len(text)


@fal.function(image=image)
def paint(text: str) -> str:
    return f"{colour()} {text}"


def main():
    print(count("three"), paint("sky"))


if __name__ == "__main__":
    main()
