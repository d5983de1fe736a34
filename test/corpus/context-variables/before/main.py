import modal

from tenants import as_tenant, remember, tenant

app = modal.App("context-variables")
image = modal.Image.debian_slim().add_local_python_source("tenants")


@app.function(image=image)
def greet(name: str, tenant: str) -> str:
    with as_tenant(tenant):
        return address(name)


def address(name: str) -> str:
    return f"{name} of {tenant.get()}"


@app.function(image=image)
def count(words: list[str]) -> int:
    return [remember(word) for word in words][-1]


@app.local_entrypoint()
def main():
    print(greet.remote("ann", "acme"), count.remote(["a", "b"]))
