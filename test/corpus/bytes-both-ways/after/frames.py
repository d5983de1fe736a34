import base64
import io
import json
from typing import Iterator, List, Optional
from typing import Annotated, Any

import fal
from fastapi.responses import StreamingResponse
from pydantic import Base64Bytes, Base64Encoder, BaseModel, PlainSerializer


class RenderInput(BaseModel):
    prompt: str
    mask: Optional[Base64Bytes] = None


RenderOutput = Annotated[bytes, PlainSerializer(Base64Encoder.encode)]


class TurnInput(BaseModel):
    image: Base64Bytes


TurnOutput = Annotated[bytes, PlainSerializer(Base64Encoder.encode)]


class TilesInput(BaseModel):
    images: List[Base64Bytes]
    size: int = 2


TilesOutput = List[Annotated[bytes, PlainSerializer(Base64Encoder.encode)]]


class MeasuredInput(BaseModel):
    image: Base64Bytes


MeasuredOutput = tuple[Annotated[bytes, PlainSerializer(Base64Encoder.encode)], int]


class LayersInput(BaseModel):
    images: dict[str, Base64Bytes]


LayersOutput = dict[str, Annotated[bytes, PlainSerializer(Base64Encoder.encode)]]


class EncodedInput(BaseModel):
    n: Any


EncodedOutput = Annotated[bytes, PlainSerializer(Base64Encoder.encode)] | None


class ChunksInput(BaseModel):
    image: Base64Bytes


class Frames(fal.App):
    app_name = "frames"

    def setup(self):
        self.head = b"\xff\x00\x89PNG"

    @fal.endpoint("/render")
    def render(self, input: RenderInput) -> RenderOutput:
        prompt, mask = input.prompt, input.mask
        body = prompt.encode()
        if mask is not None:
            body = bytes(a ^ b for a, b in zip(body, mask))
        return self.head + body

    @fal.endpoint("/turn")
    def turn(self, input: TurnInput) -> TurnOutput:
        image = input.image
        return image[::-1]

    @fal.endpoint("/tiles")
    def tiles(self, input: TilesInput) -> TilesOutput:
        images, size = input.images, input.size
        parts = []
        for image in images:
            parts.append(self.turn(TurnInput.model_construct(image=image))[:size])
        return parts

    @fal.endpoint("/measured")
    def measured(self, input: MeasuredInput) -> MeasuredOutput:
        image = input.image
        return image[1:], len(image)

    @fal.endpoint("/layers")
    def layers(self, input: LayersInput) -> LayersOutput:
        images = input.images
        return {name.upper(): image + self.head for name, image in images.items()}

    @fal.endpoint("/encoded")
    def encoded(self, input: EncodedInput) -> EncodedOutput:
        n = input.n
        if n == 0:
            return None
        buffer = io.BytesIO()
        buffer.write(self.head * n)
        return buffer.getvalue()

    def _chunks(self, image: bytes) -> Iterator[bytes]:
        for start in range(0, len(image), 3):
            yield image[start : start + 3]

    @fal.endpoint("/chunks")
    def chunks(self, input: ChunksInput):
        def events():
            for item in self._chunks(image=input.image):
                yield f"data: {json.dumps(base64.b64encode(item).decode())}\n\n"

        return StreamingResponse(events(), media_type="text/event-stream")
