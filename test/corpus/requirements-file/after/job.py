import fal
from fal.container import ContainerImage

image = ContainerImage.from_dockerfile_str("""
FROM python:3.11-slim-bookworm
RUN apt-get update && apt-get install -y build-essential curl gfortran
COPY requirements.txt /.requirements.txt
RUN python -m pip install -r /.requirements.txt
RUN python -m pip install fal
""")


@fal.function(image=image, regions=["us-east"])
def words(text: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for word in text.split():
        found[word] = found.get(word, 0) + 1
    return found
