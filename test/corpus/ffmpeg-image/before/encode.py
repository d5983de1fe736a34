import subprocess

import modal

FFMPEG = "ffmpeg"
DIR = "/work"

image = (
    modal.Image.debian_slim(python_version="3.12")
    # OpenCV wants the two libraries
    .apt_install(FFMPEG, "libsm6", "libxext6")
    .pip_install(
        [
            "ffmpeg-python==0.2.0",  # 0.3 renames `input`
            "tqdm",
        ]
    )
    .env(
        {
            "PYTHONUNBUFFERED": "1",  # logs at once
            "GREETING": "it's \"fine\"",
        }
    )
    .run_commands("mkdir -p /assets", f"{FFMPEG} -version || true")
    .workdir(DIR)
)
app = modal.App("ffmpeg")


@app.function(
    image=image,
    cpu=4,
    memory=8192,
    # a film takes about six minutes
    timeout=60 * 10,
)
def command(name: str, *, fps: int = 24) -> list[str]:
    return [FFMPEG, "-i", f"{DIR}/{name}", "-r", str(fps)]


@app.function(image=image)
def lengths(names: list[str]) -> dict:
    return {name: len(command.local(name)) for name in names}
