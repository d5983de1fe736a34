import datetime

import modal

image = modal.Image.debian_slim().pip_install("slack-sdk")
app = modal.App("scheduled-report", image=image)


@app.function(schedule=modal.Period(days=1), secrets=[modal.Secret.from_name("slack", required_keys=["SLACK_TOKEN"])])
def daily(now: str = "2024-01-01"):
    date = datetime.date.fromisoformat(now)
    return post.remote(f"{date:%d %B}")


@app.function(schedule=modal.Cron("0 9 * * 1"))
def weekly():
    return post.local("week")


@app.function()
def post(text: str) -> str:
    return f"posted {text}"
