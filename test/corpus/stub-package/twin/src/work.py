from src.common import VOL, app, volume


@app.function(volumes={VOL: volume})
def write(name: str):
    with open(VOL / name, "w") as file:
        file.write(name)
    return name
