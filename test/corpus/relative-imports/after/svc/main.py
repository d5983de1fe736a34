import fal
from svc import texts
from svc.texts import shout


@fal.function(requirements=["numpy"], local_python_modules=["svc"])
def greet(name: str) -> str:
    # TODO(modal-lint): app-function: `greet` imports `svc` while it runs, and fal sends only what a file imports at its top: import it there, or bring it with `app_files` or a `COPY` line
    from svc.texts import shout as again

    return shout(name) + again("x") + texts.shout("y")


def run():
    print(greet("ann"))


if __name__ == "__main__":
    run()
