import modal

app = modal.App("applied")


def work(x: int) -> int:
    return x * 3


remote_work = app.function(cpu=1)(work)


@app.local_entrypoint()
def main():
    print(remote_work.remote(2))
