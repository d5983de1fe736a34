"""What the workers tell of their jobs."""

import time

import modal

jobs = modal.Dict.from_name("shared-status-jobs", create_if_missing=True)


def begin(job_id: str, total: int) -> None:
    jobs[job_id] = {"state": "running", "done": 0, "total": total, "errors": []}


def advance(job_id: str) -> None:
    job = jobs.get(job_id)
    if not job:
        return
    job["done"] += 1
    if job["done"] == job["total"]:
        job["state"] = "finished"
    jobs[job_id] = job


def age(job_id: str) -> float:
    begun = jobs.get(f"{job_id}/begun", 0.0)
    return time.time() - begun
