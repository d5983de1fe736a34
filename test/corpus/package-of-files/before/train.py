import common
from common import DATA_DIR, app


@app.function(image=common.image, gpu="H100", volumes={DATA_DIR: common.data}, timeout=30 * common.MINUTES)
def train(name: str) -> dict:
    with open(f"{DATA_DIR}/rows.txt") as file:
        total = sum(int(line) for line in file)
    return {"name": name, "total": total}
