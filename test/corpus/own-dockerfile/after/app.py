from pathlib import Path

import fal
from fal.container import ContainerImage

image = ContainerImage.from_dockerfile_str(Path("Dockerfile").read_text() + """
RUN command -v curl || (apt-get update && apt-get install -y curl)
RUN python -m pip install rich
RUN python -m pip install fal
""")


@fal.function(image=image)
def shout(text: str) -> str:
    return text.upper()
