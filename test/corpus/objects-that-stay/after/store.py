import modal
from fal.toolkit import KVStore

seen = KVStore("seen")
files = modal.Volume.from_name("results", create_if_missing=True)


# TODO(modal-lint): volume: `modal.Volume` is Modal's, and a runner has no Modal: a directory under `/data` needs no object, so take it out
def sync(volume: modal.Volume, name: str):
    print("wrote", name)
