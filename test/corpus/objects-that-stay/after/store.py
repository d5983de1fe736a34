import modal

seen = modal.Dict.from_name("seen", create_if_missing=True)
files = modal.Volume.from_name("results", create_if_missing=True)


# TODO(modal-lint): volume: `modal.Volume` is Modal's, and a runner has no Modal: a directory under `/data` needs no object, so take it out
def sync(volume: modal.Volume, name: str):
    print("wrote", name)
