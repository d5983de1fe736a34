import os

import modal

app = modal.App("example-alerts", image=modal.Image.debian_slim())


@app.function()
def search(query: str = "serverless"):
    return [(f"{query} story", "https://news.example/1"), ("other", "https://news.example/2")]


@app.function(secrets=[modal.Secret.from_name("slack")])
def post_to_slack(message: str):
    return f"{message} with {len(os.environ['SLACK_BOT_TOKEN'])}"


@app.function(min_containers=1, max_containers=2, scaledown_window=60)
def run(query: str = "serverless"):
    return [post_to_slack.remote(f"{title}: {url}") for title, url in search.remote(query)]


@app.local_entrypoint()
def main(query: str = "modal"):
    for line in run.remote(query):
        print(line)
