import os

import modal

app = modal.App("secret-keys")
pg_secret = modal.Secret.from_name("postgres", required_keys=["PGHOST", "PGPASSWORD"])


@app.function(secrets=[pg_secret, modal.Secret.from_name("openai")])
def connect(database: str) -> str:
    key = os.environ["OPENAI_API_KEY"]
    return f"{os.environ['PGHOST']}/{database}/{len(os.environ['PGPASSWORD'])}/{os.getenv('MODE', 'dev')}/{len(key)}"


@app.local_entrypoint()
def main():
    print(connect.remote("users"))
