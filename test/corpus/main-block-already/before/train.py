import modal

app = modal.App("train")


@app.function()
def train(kind: str, step: int) -> str:
    return f"{kind} {step}"


@app.local_entrypoint()
def main(kind: str = "naive", times: int = 2):
    for step in range(times):
        print(train.remote(kind, step))


if __name__ == "__main__":
    # `modal run` is not needed.
    with modal.enable_output():
        with app.run():
            main(kind="naive")
