import asyncio
import base64

import fal_client

APP = "receipts"


class Desk:
    def __init__(self):
        pass

    def small(self, image: bytes) -> bytes:
        return base64.b64decode(
            fal_client.subscribe(
                "your-username/receipts-thumbnail",
                arguments={"image": base64.b64encode(image).decode(), "size": 3},
            )
        )

    def all_small(self, images: list[bytes]) -> list[bytes]:
        return list(
            base64.b64decode(handle.get())
            for handle in [
                fal_client.submit("your-username/receipts-thumbnail", arguments={"image": base64.b64encode(image).decode()})
                for image in images
            ]
        )


def hand_in(image: bytes) -> str:
    call = fal_client.submit(
        "your-username/receipts-read-receipt",
        arguments={"image": base64.b64encode(image).decode(), "currency": "USD"},
    )
    return call.request_id


def ask(call_id: str):
    call = fal_client.SyncClient().get_handle("your-username/receipts-read-receipt", call_id)
    try:
        if not isinstance(call.status(), fal_client.Completed):
            raise TimeoutError
        return {"done": True, "result": call.get()}
    except TimeoutError:
        return {"done": False}


async def name_it(words: list[str]) -> str:
    return await fal_client.subscribe_async(
        "your-username/receipts-label",
        arguments={"words": words, "separator": "+"},
    )


def main():
    call_id = hand_in(b"one two three")
    print(ask(call_id))
    desk = Desk()
    print(desk.small(b"abcdef"))
    print(desk.all_small([b"abcdef", b"xyz"]))
    print(asyncio.run(name_it(["a", "b"])))
    print(fal_client.subscribe("your-username/receipts-archive", arguments={"text": "first"}))
    print(fal_client.subscribe("your-username/receipts-archive", arguments={"text": "second"}))


if __name__ == "__main__":
    main()
