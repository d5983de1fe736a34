from pathlib import Path

import fal

from svc import texts
from svc.texts import shout


@fal.function(
    requirements=["numpy"],
    local_python_modules=["svc"],
    app_files=["svc"],
    app_files_context_dir=str(Path(__file__).resolve().parents[1]),
)
def greet(name: str) -> str:
    from svc.texts import shout as again

    return shout(name) + again("x") + texts.shout("y")


def run():
    print(greet("ann"))


if __name__ == "__main__":
    run()
