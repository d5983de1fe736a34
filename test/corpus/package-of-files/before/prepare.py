from common import DATA_DIR, MINUTES, app, data, image


@app.function(image=image, volumes={DATA_DIR: data}, timeout=5 * MINUTES)
def prepare(rows: int) -> int:
    from pathlib import Path

    target = Path(f"{DATA_DIR}/rows.txt")
    target.write_text("\n".join(str(i) for i in range(rows)))
    data.commit()
    return rows
