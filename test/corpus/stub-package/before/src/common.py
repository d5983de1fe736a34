import os
from pathlib import PurePosixPath

from modal import Image, NetworkFileSystem, Stub

stub = Stub("stub-package")
VOL = PurePosixPath("/vol")
volume = NetworkFileSystem.persisted("stub-vol")
image = Image.debian_slim().pip_install("pydantic==1.10").env({"A": "1"})
