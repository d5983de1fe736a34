import os
from datetime import datetime, timezone

import modal

OPTIONAL = ("API_HOST", "API_REGION")


def year() -> str:
    try:
        return datetime.now(timezone.utc).strftime("%Y")
    except OverflowError:
        return "unknown"


def credentials() -> modal.Secret:
    values: dict[str, str | None] = {"API_KEY": os.environ.get("API_KEY", "")}
    for name in OPTIONAL:
        if value := os.environ.get(name):
            values[name] = value
    return modal.Secret.from_dict(values)


app = modal.App("late-modules")
image = modal.Image.debian_slim(python_version="3.11").env({"BUILT_IN": year()})
