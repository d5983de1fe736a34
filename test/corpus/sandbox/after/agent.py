import fal
import modal

app = modal.App.lookup("agent", create_if_missing=True)


@fal.function()
def summarize(text: str) -> str:
    return text[:10]


def run_code(code: str) -> str:
    # TODO(modal-lint): sandbox: Use a service that is made for it (E2B, Daytona, a Firecracker or gVisor host of your own), and call it from the fal app with its key as a secret.
    sandbox = modal.Sandbox.create(app=app, image=modal.Image.debian_slim(), timeout=60)
    # TODO(modal-lint): sandbox: Use a service that is made for it (E2B, Daytona, a Firecracker or gVisor host of your own), and call it from the fal app with its key as a secret.
    process = sandbox.exec("python", "-c", code)
    output = process.stdout.read()
    # TODO(modal-lint): sandbox: Use a service that is made for it (E2B, Daytona, a Firecracker or gVisor host of your own), and call it from the fal app with its key as a secret.
    sandbox.terminate()
    return output


if __name__ == "__main__":
    print(run_code("print(1)"))
