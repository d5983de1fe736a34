"""What all files share."""

APP_NAME = "package-of-files"
MINUTES = 60

DATA_DIR = "/data/dataset"
