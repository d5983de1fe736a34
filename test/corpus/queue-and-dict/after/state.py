import fal
import modal

queue = modal.Queue.from_name("work", create_if_missing=True)
state = modal.Dict.from_name("state", create_if_missing=True)


@fal.function()
def worker(item: int) -> int:
    # TODO(modal-lint): dict: `state` is a `modal.Dict`, and a runner has no Modal: keep the entries in `fal.toolkit.KVStore`, or in a database
    state["last"] = item
    # TODO(modal-lint): queue: Submit each item as a request of its own to the app that does the work; where the order, partitions or several consumers matter, use a queue outside, such as Redis or SQS, with its credentials as a secret.
    queue.put(item)
    return item


@fal.function()
def plain(x: int) -> int:
    return x
