import modal

app = modal.App("two-entrypoints")


@app.function(cpu=1.0, memory=1024)
def add(a: int, b: int):
    return a + b


@app.local_entrypoint()
def first():
    print(add.remote(1, 2))


@app.local_entrypoint()
def second(n: int = 2):
    print(add.remote(n, n))
