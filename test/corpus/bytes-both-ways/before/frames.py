import io
from typing import Iterator, List, Optional

import modal

app = modal.App("frames")


@app.cls()
class Frames:
    @modal.enter()
    def load(self):
        self.head = b"\xff\x00\x89PNG"

    @modal.method()
    def render(self, prompt: str, mask: Optional[bytes] = None) -> bytes:
        body = prompt.encode()
        if mask is not None:
            body = bytes(a ^ b for a, b in zip(body, mask))
        return self.head + body

    @modal.method()
    def turn(self, image: bytes) -> bytes:
        return image[::-1]

    @modal.method()
    def tiles(self, images: List[bytes], size: int = 2) -> List[bytes]:
        parts = []
        for image in images:
            parts.append(self.turn.local(image)[:size])
        return parts

    @modal.method()
    def measured(self, image: bytes) -> tuple[bytes, int]:
        return image[1:], len(image)

    @modal.method()
    def layers(self, images: dict[str, bytes]) -> dict[str, bytes]:
        return {name.upper(): image + self.head for name, image in images.items()}

    @modal.method()
    def encoded(self, n):
        if n == 0:
            return None
        buffer = io.BytesIO()
        buffer.write(self.head * n)
        return buffer.getvalue()

    @modal.method()
    def chunks(self, image: bytes) -> Iterator[bytes]:
        for start in range(0, len(image), 3):
            yield image[start : start + 3]
