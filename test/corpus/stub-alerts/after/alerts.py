import argparse
import os

import fal


@fal.function(requirements=["httpx", "slackclient==2.9.3"])
def search(query: str = "serverless"):
    return [(f"{query} story", "https://news.example/1"), ("other", "https://news.example/2")]


@fal.function(requirements=["httpx", "slackclient==2.9.3"], secrets=["SLACK_BOT_TOKEN"])
def post_to_slack(message: str):
    return f"{message} with {len(os.environ['SLACK_BOT_TOKEN'])}"


@fal.function(
    requirements=["httpx", "slackclient==2.9.3", "fal"],
    keep_alive=60,
    min_concurrency=1,
    max_concurrency=2,
)
def run(query: str = "serverless"):
    return [post_to_slack(f"{title}: {url}") for title, url in search(query)]


def main(query: str = "modal"):
    for line in run(query):
        print(line)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--query", default="modal")
    args = parser.parse_args()
    main(query=args.query)
