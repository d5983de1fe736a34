import modal

app = modal.App.lookup("agent", create_if_missing=True)


@app.function()
def summarize(text: str) -> str:
    return text[:10]


def run_code(code: str) -> str:
    sandbox = modal.Sandbox.create(app=app, image=modal.Image.debian_slim(), timeout=60)
    process = sandbox.exec("python", "-c", code)
    output = process.stdout.read()
    sandbox.terminate()
    return output


if __name__ == "__main__":
    print(run_code("print(1)"))
