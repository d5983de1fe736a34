import os
from pathlib import PurePosixPath

VOL = PurePosixPath("/data/stub-vol")
