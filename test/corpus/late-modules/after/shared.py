import os
from datetime import datetime, timezone

OPTIONAL = ("API_HOST", "API_REGION")


def year() -> str:
    try:
        return datetime.now(timezone.utc).strftime("%Y")
    except OverflowError:
        return "unknown"
