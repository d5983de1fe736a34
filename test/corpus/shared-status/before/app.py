import modal

from status import advance, begin, jobs

app = modal.App("shared-status")
image = modal.Image.debian_slim().add_local_python_source("status")


@app.function(image=image)
def work(job_id: str, items: list[str]) -> str:
    begin(job_id, len(items))
    for _ in items:
        advance(job_id)
    return jobs[job_id]["state"]


@app.cls(image=image)
class Status:
    @modal.method()
    async def of(self, job_id: str) -> dict:
        if not await jobs.contains.aio(job_id):
            return {"state": "unknown"}
        return await jobs.get.aio(job_id)

    @modal.method()
    def forget(self, job_id: str) -> bool:
        if job_id in jobs:
            del jobs[job_id]
        return job_id in jobs


@app.local_entrypoint()
def main():
    print(work.remote("a b", ["x", "y"]))
    print(Status().of.remote("a b"))
    print(Status().forget.remote("a b"), Status().of.remote("a b"))
