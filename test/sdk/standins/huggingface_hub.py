"""Downloads that write one small file."""

import os


def snapshot_download(repo_id, *, local_dir=None, cache_dir=None, **settings):
    folder = str(local_dir or os.path.join(cache_dir or "hub", repo_id.replace("/", "--")))
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "config.json"), "w") as file:
        file.write(f'{{"model": "{repo_id}"}}')
    return folder


def hf_hub_download(repo_id, filename, *, local_dir=None, cache_dir=None, **settings):
    path = os.path.join(
        snapshot_download(repo_id, local_dir=local_dir, cache_dir=cache_dir), filename
    )
    if not os.path.exists(path):
        with open(path, "w") as file:
            file.write(repo_id)
    return path


def login(*args, **kwargs):
    return None
