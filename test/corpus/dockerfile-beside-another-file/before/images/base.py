from pathlib import Path

import modal

HERE = Path(__file__).parent

base = modal.Image.from_dockerfile(HERE / "Dockerfile", context_dir=HERE)
