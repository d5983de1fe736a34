import modal

stub = modal.Stub("notes")
stub.image = modal.Image.debian_slim().pip_install("rich")
stub.notes = modal.SharedVolume().persist("notes")
