import modal

app = modal.App("example-generators")


@app.function()
def count(n: int):
    for i in range(n):
        yield i


@app.local_entrypoint()
def main():
    for i in count.remote_gen(3):
        print(i)
