import fal
import fal_client
from fal.container import ContainerImage
from pydantic import BaseModel

image = ContainerImage.from_dockerfile_str("""
FROM python:3.11-slim-bookworm
ARG DEBIAN_FRONTEND=noninteractive
RUN apt-get update && apt-get install -y build-essential curl gfortran
RUN apt-get update && apt-get install -y ffmpeg
RUN python -m pip install openai-whisper torch
RUN python -m pip install fal
""")


class SegmentInput(BaseModel):
    data: list[int]
    start: float = 0.0


class EpisodeInput(BaseModel):
    chunks: list[list[int]]


class Transcriber(fal.App):
    app_name = "whisper-segments"
    machine_type = "GPU-A100"
    image = image

    def _join(self, parts):
        return " / ".join(parts)

    def setup(self):
        import whisper

        self.model = whisper.load_model("base.en")

    @fal.endpoint("/segment")
    def segment(self, input: SegmentInput) -> dict:
        data, start = input.data, input.start
        result = self.model.transcribe(bytes(data))
        return {"text": result["text"], "start": start}

    @fal.endpoint("/episode")
    def episode(self, input: EpisodeInput) -> str:
        chunks = input.chunks
        found = [self.segment(SegmentInput(data=chunk, start=i)) for i, chunk in enumerate(chunks)]
        found.append(self.segment(SegmentInput(data=[1])))
        return self._join(part["text"] for part in found)


def main():
    print(fal_client.subscribe(
        "your-username/whisper-segments",
        arguments={"data": [1, 2, 3]},
        path="/segment",
    ))
    print(fal_client.subscribe(
        "your-username/whisper-segments",
        arguments={"chunks": [[1], [1, 2]]},
        path="/episode",
    ))


if __name__ == "__main__":
    main()
