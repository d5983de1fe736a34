"""Prints the sources of `COPY` lines that fal would not find: programs as a JSON list of [folder, entry] on stdin, JSON on stdout."""

import json
import os
import runpy
import sys
from pathlib import Path

missing = []
for folder, entry in json.load(sys.stdin):
    os.chdir(folder)
    sys.path.insert(0, folder)
    found = 0
    for unit in runpy.run_path(entry).values():
        image = getattr(getattr(unit, "options", None), "environment", {}).get("image")
        if not isinstance(image, dict):
            continue
        for source in image["docker_files_list"]:
            found += 1
            if not (Path(image["docker_context_dir"]) / source).exists():
                missing.append(f"{entry}: {source}")
    if found == 0:
        missing.append(f"{entry}: copies nothing")
json.dump(missing, sys.stdout)
