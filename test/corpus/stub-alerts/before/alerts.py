import os

import modal

stub = modal.Stub(
    "example-alerts",
    image=modal.Image.debian_slim().pip_install("httpx", "slackclient==2.9.3"),
)


@stub.function()
def search(query: str = "serverless"):
    return [(f"{query} story", "https://news.example/1"), ("other", "https://news.example/2")]


@stub.function(secret=modal.Secret.from_name("slack", required_keys=["SLACK_BOT_TOKEN"]))
def post_to_slack(message: str):
    return f"{message} with {len(os.environ['SLACK_BOT_TOKEN'])}"


@stub.function(keep_warm=1, concurrency_limit=2, container_idle_timeout=60)
def run(query: str = "serverless"):
    return [post_to_slack.remote(f"{title}: {url}") for title, url in search.remote(query)]


@stub.local_entrypoint()
def main(query: str = "modal"):
    for line in run.remote(query):
        print(line)
