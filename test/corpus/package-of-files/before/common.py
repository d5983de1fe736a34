"""What all files share."""
import modal

APP_NAME = "package-of-files"
MINUTES = 60

app = modal.App(APP_NAME)
image = modal.Image.debian_slim(python_version="3.11").pip_install("numpy", "pydantic>=2")
data = modal.Volume.from_name("dataset", create_if_missing=True)
DATA_DIR = "/data-in"
