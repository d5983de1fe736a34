import argparse

import fal
from fal.container import ContainerImage

image = ContainerImage.from_dockerfile_str("""
FROM python:3.10-slim
RUN command -v curl || (apt-get update && apt-get install -y curl)
RUN apt-get update && apt-get install -y git
RUN python -m pip install fal
""")


@fal.function(image=image)
def generate(filename: str, prompt=None):
    return filename, f"{prompt}!"


def main(prompt: str, directory="generated"):
    print(generate("a.py", prompt=prompt))
    for name, code in (
        future.result()
        for future in [generate.submit(item, **dict(prompt=prompt)) for item in ["x", "y"]]
    ):
        print(directory, name, code)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--prompt", required=True)
    parser.add_argument("--directory", default="generated")
    args = parser.parse_args()
    main(prompt=args.prompt, directory=args.directory)
