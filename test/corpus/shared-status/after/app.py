import asyncio
import json
from urllib.parse import quote

import fal
import fal_client
from pydantic import BaseModel

from status import advance, begin, jobs


@fal.function(local_python_modules=["status"])
def work(job_id: str, items: list[str]) -> str:
    begin(job_id, len(items))
    for _ in items:
        advance(job_id)
    return json.loads(jobs.get(quote(job_id, safe="")))["state"]


class OfInput(BaseModel):
    job_id: str


class ForgetInput(BaseModel):
    job_id: str


class Status(fal.App):
    app_name = "shared-status"
    local_python_modules = ["status"]

    @fal.endpoint("/of")
    async def of(self, input: OfInput):
        job_id = input.job_id
        if await asyncio.to_thread(jobs.get, quote(job_id, safe="")) is None:
            return {"state": "unknown"}
        return json.loads(await asyncio.to_thread(jobs.get, quote(job_id, safe="")) or "null")

    @fal.endpoint("/forget")
    def forget(self, input: ForgetInput) -> bool:
        job_id = input.job_id
        if jobs.get(quote(job_id, safe="")) is not None:
            jobs.delete(quote(job_id, safe=""))
        return jobs.get(quote(job_id, safe="")) is not None


def main():
    print(work("a b", ["x", "y"]))
    print(fal_client.subscribe(
        "your-username/shared-status",
        arguments={"job_id": "a b"},
        path="/of",
    ))
    print(fal_client.subscribe(
        "your-username/shared-status",
        arguments={"job_id": "a b"},
        path="/forget",
    ), fal_client.subscribe(
        "your-username/shared-status",
        arguments={"job_id": "a b"},
        path="/of",
    ))


if __name__ == "__main__":
    main()
