import datetime

import fal


# TODO(modal-lint): schedule: fal has no schedules (`schedule=modal.Period(days=1)`): let cron, a CI workflow or another scheduler start it at `0 0 * * *`
@fal.function(requirements=["slack-sdk", "fal"], secrets=["SLACK_TOKEN"])
def daily(now: str = "2024-01-01"):
    date = datetime.date.fromisoformat(now)
    return post(f"{date:%d %B}")


# TODO(modal-lint): schedule: fal has no schedules (`schedule=modal.Cron("0 9 * * 1")`): let cron, a CI workflow or another scheduler start it at `0 9 * * 1`
@fal.function(requirements=["slack-sdk", "fal"])
def weekly():
    return post.run_local("week")


@fal.function(requirements=["slack-sdk"])
def post(text: str) -> str:
    return f"posted {text}"
