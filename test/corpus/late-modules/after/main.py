import os
import shlex

import fal
from fal.container import ContainerImage
from shared import year


@fal.function(
    image=ContainerImage.from_dockerfile_str(f"""
FROM python:3.11-slim-bookworm
RUN apt-get update && apt-get install -y curl
ENV BUILT_IN={shlex.quote(year())}
COPY reports.py /root/reports.py
COPY shared.py /root/shared.py
WORKDIR /root
RUN python -m pip install fal
"""),
)
def summarize(name: str) -> str:
    os.environ["MODE"] = "fast"
    from reports import title

    return title(name)


@fal.function(secrets=["API_KEY", "API_HOST", "API_REGION"])
def address(path: str) -> str:
    scheme = os.environ.get("API_SCHEME", "https")
    return f"{scheme}://{os.environ['API_HOST']}/{path}?{len(os.environ['API_KEY'])}"


def main():
    print(summarize("ann lee"), address("v1"))


if __name__ == "__main__":
    main()
