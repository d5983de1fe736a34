import os

import modal

from shared import app, credentials, image


@app.function(image=image, secrets=[modal.Secret.from_dict({"MODE": "fast"})])
def summarize(name: str) -> str:
    from reports import title

    return title(name)


@app.function(secrets=[credentials()])
def address(path: str) -> str:
    scheme = os.environ.get("API_SCHEME", "https")
    return f"{scheme}://{os.environ['API_HOST']}/{path}?{len(os.environ['API_KEY'])}"


@app.local_entrypoint()
def main():
    print(summarize.remote("ann lee"), address.remote("v1"))
