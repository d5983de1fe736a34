import json

import fal
import modal
from fal.toolkit import KVStore

queue = modal.Queue.from_name("work", create_if_missing=True)
state = KVStore("state")


@fal.function()
def worker(item: int) -> int:
    state.set("last", json.dumps(item))
    # TODO(modal-lint): queue: Submit each item as a request of its own to the app that does the work; where the order, partitions or several consumers matter, use a queue outside, such as Redis or SQS, with its credentials as a secret.
    queue.put(item)
    return item


@fal.function()
def plain(x: int) -> int:
    return x
