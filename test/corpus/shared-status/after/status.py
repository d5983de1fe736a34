"""What the workers tell of their jobs."""

import json
import time
from urllib.parse import quote

from fal.toolkit import KVStore

jobs = KVStore("shared-status-jobs")


def begin(job_id: str, total: int) -> None:
    jobs.set(quote(job_id, safe=""), json.dumps({"state": "running", "done": 0, "total": total, "errors": []}))


def advance(job_id: str) -> None:
    job = json.loads(jobs.get(quote(job_id, safe="")) or "null")
    if not job:
        return
    job["done"] += 1
    if job["done"] == job["total"]:
        job["state"] = "finished"
    jobs.set(quote(job_id, safe=""), json.dumps(job))


def age(job_id: str) -> float:
    begun = json.loads(jobs.get(quote(f"{job_id}/begun", safe="")) or "0.0")
    return time.time() - begun
