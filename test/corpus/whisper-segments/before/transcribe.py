import modal

image = modal.Image.debian_slim().apt_install("ffmpeg").pip_install("openai-whisper", "torch")
app = modal.App("whisper-segments", image=image)


@app.cls(gpu="A100", cpu=2.0)
class Transcriber:
    def _join(self, parts):
        return " / ".join(parts)

    @modal.enter()
    def load(self):
        import whisper

        self.model = whisper.load_model("base.en")

    @modal.method()
    def segment(self, data: list[int], start: float = 0.0) -> dict:
        result = self.model.transcribe(bytes(data))
        return {"text": result["text"], "start": start}

    @modal.method()
    def episode(self, chunks: list[list[int]]) -> str:
        found = [self.segment.local(chunk, start=i) for i, chunk in enumerate(chunks)]
        found.append(self.segment.local([1]))
        return self._join(part["text"] for part in found)


@app.local_entrypoint()
def main():
    model = Transcriber()
    print(model.segment.remote([1, 2, 3]))
    print(model.episode.remote(chunks=[[1], [1, 2]]))
