import argparse

import fal


@fal.function(
    requirements=["pyyaml"],
    local_python_modules=["helpers"],
    app_files=["data"],
)
def greet(name: str) -> str:
    # TODO(modal-lint): app-function: `greet` imports `helpers` while it runs, and fal sends only what a file imports at its top: import it there, or bring it with `app_files` or a `COPY` line
    from helpers.words import greeting

    return greeting(name)


def main(name: str = "Ann"):
    print(greet(name))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--name", default="Ann")
    args = parser.parse_args()
    main(name=args.name)
