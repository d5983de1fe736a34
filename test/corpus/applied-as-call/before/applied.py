import modal

app = modal.App("applied")


def work(x: int) -> int:
    return x * 3


def twice(x: int) -> int:
    return x * 2


remote_work = app.function(cpu=1)(work)


twice = app.function(timeout=60)(twice)


@app.local_entrypoint()
def main():
    print(remote_work.remote(2), work(3), twice.remote(4))
