import modal

app = modal.App("queue-and-dict")
queue = modal.Queue.from_name("work", create_if_missing=True)
state = modal.Dict.from_name("state", create_if_missing=True)


@app.function()
def worker(item: int) -> int:
    state["last"] = item
    queue.put(item)
    return item


@app.function()
def plain(x: int) -> int:
    return x
