from pathlib import PurePosixPath

import modal

app = modal.App("stub-package")
VOL = PurePosixPath("/vol")
volume = modal.Volume.from_name("stub-vol", create_if_missing=True)
