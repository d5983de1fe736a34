import asyncio

import modal

APP = "receipts"


def lookup(name: str) -> modal.Function:
    """A function of the deployed app."""
    return modal.Function.from_name(APP, name)


def lookup_class(name: str) -> modal.Cls:
    return modal.Cls.from_name(APP, name)


class Desk:
    def __init__(self):
        self.thumbnail = modal.Function.from_name(APP, "thumbnail")

    def small(self, image: bytes) -> bytes:
        return self.thumbnail.remote(image, size=3)

    def all_small(self, images: list[bytes]) -> list[bytes]:
        return list(self.thumbnail.map(images))


def hand_in(image: bytes) -> str:
    call = lookup("read_receipt").spawn(image, currency="USD")
    return call.object_id


def ask(call_id: str):
    call = modal.FunctionCall.from_id(call_id)
    try:
        return {"done": True, "result": call.get(timeout=0)}
    except TimeoutError:
        return {"done": False}


async def name_it(words: list[str]) -> str:
    label = modal.Function.from_name("receipts", "label")
    return await label.remote.aio(words, separator="+")


def main():
    call_id = hand_in(b"one two three")
    print(ask(call_id))
    desk = Desk()
    print(desk.small(b"abcdef"))
    print(desk.all_small([b"abcdef", b"xyz"]))
    print(asyncio.run(name_it(["a", "b"])))
    archive = lookup_class("Archive")()
    print(archive.keep.remote("first"))
    print(archive.keep.remote(text="second"))


if __name__ == "__main__":
    main()
