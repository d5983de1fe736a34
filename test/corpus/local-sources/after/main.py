import argparse

import fal


@fal.function(
    requirements=["pyyaml"],
    local_python_modules=["helpers"],
    app_files=["data", "helpers"],
)
def greet(name: str) -> str:
    from helpers.words import greeting

    return greeting(name)


def main(name: str = "Ann"):
    print(greet(name))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--name", default="Ann")
    args = parser.parse_args()
    main(name=args.name)
