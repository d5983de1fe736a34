import argparse
import base64
import os
from typing import Annotated

import fal
import fal_client
from pydantic import Base64Bytes, Base64Encoder, BaseModel, PlainSerializer


def read_receipt(image: bytes, currency: str = "EUR") -> dict:
    words = image.decode().split()
    return {"words": words, "total": f"{len(words)} {currency}"}


class ReadReceiptInput(BaseModel):
    image: Base64Bytes
    currency: str = "EUR"


class ReadReceipt(fal.App):
    app_name = "receipts-read-receipt"
    request_timeout = 900

    @fal.endpoint("/")
    def read_receipt(self, input: ReadReceiptInput) -> dict:
        return read_receipt(image=input.image, currency=input.currency)


def thumbnail(image: bytes, size: int = 4) -> bytes:
    return image[:size] + b"*"


class ThumbnailInput(BaseModel):
    image: Base64Bytes
    size: int = 4


ThumbnailOutput = Annotated[bytes, PlainSerializer(Base64Encoder.encode)]


class Thumbnail(fal.App):
    app_name = "receipts-thumbnail"

    def setup(self):
        os.environ["EDGE"] = "*"

    @fal.endpoint("/")
    def thumbnail(self, input: ThumbnailInput) -> ThumbnailOutput:
        return thumbnail(image=input.image, size=input.size)


async def label(words: list[str], *, separator: str = "-") -> str:
    return separator.join(words)


class LabelInput(BaseModel):
    words: list[str]
    separator: str = "-"


class Label(fal.App):
    app_name = "receipts-label"

    @fal.endpoint("/")
    async def label(self, input: LabelInput) -> str:
        return await label(words=input.words, separator=input.separator)


class KeepInput(BaseModel):
    text: str


class Archive(fal.App):
    app_name = "receipts-archive"

    def setup(self):
        self.kept = []

    @fal.endpoint("/")
    def keep(self, input: KeepInput) -> int:
        text = input.text
        self.kept.append(text)
        return len(self.kept)


def main(text: str = "two words"):
    print(fal_client.subscribe(
        "your-username/receipts-read-receipt",
        arguments={"image": base64.b64encode(text.encode()).decode()},
    ))
    print(thumbnail(text.encode()))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--text", default="two words")
    args = parser.parse_args()
    main(text=args.text)
