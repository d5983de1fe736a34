import modal

app = modal.App("work")
image = modal.Image.debian_slim().add_local_python_source("helper")


@app.function(image=image)
def double(n: int) -> int:
    from helper import times

    return times(n, 2)


@app.function(image=image)
def both(n: int) -> int:
    return double.local(n) + 1


@app.local_entrypoint()
def main():
    print(double.remote(1), both.remote(2))
