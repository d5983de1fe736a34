import modal

from texts import shout

stub = modal.Stub("stub-siblings")


@stub.function()
def greet(name: str) -> str:
    return shout(name)


@stub.local_entrypoint()
def run():
    print(greet.remote("ann"))
