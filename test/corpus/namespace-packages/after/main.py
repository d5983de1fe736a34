import fal
from fal.container import ContainerImage
from pydantic import BaseModel

image = ContainerImage.from_dockerfile_str("""
FROM python:3.11-slim-bookworm
ARG DEBIAN_FRONTEND=noninteractive
RUN apt-get update && apt-get install -y curl
RUN apt-get update && apt-get install -y git
COPY lab/ /root/lab/
WORKDIR /root
RUN python -m pip install fal
""")


@fal.function(app_files=["lab"])
def measure(words: list[str]) -> list[int]:
    from lab.loader import sizes
    from lab.maps.core.parts.scale import double

    return [double(size) for size in sizes(words)]


class LayoutInput(BaseModel):
    n: int


class Mapper(fal.App):
    app_name = "maps"
    image = image

    def setup(self):
        from lab.maps.core import Core

        self.core = Core()

    @fal.endpoint("/")
    def layout(self, input: LayoutInput) -> list[int] | None:
        n = input.n
        return self.core.layout(n)


def main():
    print(measure(["a", "bcd"]))


if __name__ == "__main__":
    main()
