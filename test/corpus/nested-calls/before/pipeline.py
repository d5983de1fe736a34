import modal

app = modal.App("nested-calls")
MINUTES = 60


@app.function(timeout=5 * MINUTES)
def fetch(page: int) -> list[int]:
    return list(range(page * 3, page * 3 + 3))


@app.function(cpu=0.25)
def transform(x: int) -> int:
    return x + 100


@app.function(timeout=10 * MINUTES, cpu=2)
def run_all(pages: int) -> int:
    rows = []
    for found in fetch.map(range(pages)):
        rows += found
    handles = [transform.spawn(row) for row in rows]
    first = transform.remote(rows[0])
    rest = [handle.get() for handle in handles]
    return first + sum(rest) + transform.local(1)


@app.local_entrypoint()
def main(pages: int = 2):
    print(run_all.remote(pages))
