from pathlib import Path

import fal
from fal.container import ContainerImage


@fal.function(
    image=ContainerImage.from_dockerfile_str((Path(__file__).resolve().parent / "images/Dockerfile").read_text() + """
RUN command -v curl || (apt-get update && apt-get install -y curl)
RUN python -m pip install rich
RUN python -m pip install fal
""", context_dir=Path(__file__).resolve().parent / "images"),
)
def shout(text: str) -> str:
    return text.upper()
