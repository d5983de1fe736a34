import os

import fal

from common import DATA_DIR, MINUTES


@fal.function(
    python_version="3.11",
    requirements=["numpy", "pydantic>=2"],
    request_timeout=5 * MINUTES,
)
def prepare(rows: int) -> int:
    os.makedirs("/data/dataset", exist_ok=True)
    from pathlib import Path

    target = Path(f"{DATA_DIR}/rows.txt")
    target.write_text("\n".join(str(i) for i in range(rows)))
    return rows
