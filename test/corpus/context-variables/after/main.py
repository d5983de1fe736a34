import fal

from tenants import as_tenant, remember, tenant


@fal.function(local_python_modules=["tenants"])
def greet(name: str, tenant: str) -> str:
    with as_tenant(tenant):
        return address(name)


def address(name: str) -> str:
    return f"{name} of {tenant.get()}"


@fal.function(local_python_modules=["tenants"])
def count(words: list[str]) -> int:
    return [remember(word) for word in words][-1]


def main():
    print(greet("ann", "acme"), count(["a", "b"]))


if __name__ == "__main__":
    main()
