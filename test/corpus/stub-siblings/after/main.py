import fal

from texts import shout


@fal.function(local_python_modules=["texts"])
def greet(name: str) -> str:
    return shout(name)


def run():
    print(greet("ann"))


if __name__ == "__main__":
    run()
