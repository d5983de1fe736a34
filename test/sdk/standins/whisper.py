"""A transcriber that tells how long its input was."""

import os


def load_model(name, device=None, download_root=None, **settings):
    return Whisper(name)


class Whisper:
    def __init__(self, name):
        self.name = name

    def transcribe(self, audio, **settings):
        size = os.path.getsize(audio) if isinstance(audio, (str, os.PathLike)) else len(audio)
        text = f"{size} bytes of speech"
        return {
            "text": text,
            "language": "en",
            "segments": [{"id": 0, "start": 0.0, "end": 1.0, "text": text}],
        }


def load_audio(path, sr=16000):
    with open(path, "rb") as file:
        return list(file.read())
