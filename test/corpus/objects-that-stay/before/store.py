import modal

seen = modal.Dict.from_name("seen", create_if_missing=True)
files = modal.Volume.from_name("results", create_if_missing=True)


def sync(volume: modal.Volume, name: str):
    volume.commit()
    print("wrote", name)
