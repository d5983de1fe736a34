import argparse
import asyncio
import base64
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import fal_client

MASK = b"\x80\x00\xff\x7f"


async def turned(images):
    results = []
    for image in images:
        results.append(base64.b64decode(
            await fal_client.subscribe_async(
                "your-username/frames",
                arguments={"image": base64.b64encode(image).decode()},
                path="/turn",
            )
        ))
    async for chunk in (
        base64.b64decode(item)
        async for item in fal_client.stream_async(
            "your-username/frames",
            arguments={"image": base64.b64encode(results[0]).decode()},
            path="/chunks",
        )
    ):
        results.append(chunk)
    return results


def main(prompt: str = "dusk"):
    out = Path("frame.png")
    out.write_bytes(base64.b64decode(
        fal_client.subscribe(
            "your-username/frames",
            arguments={"prompt": prompt, "mask": base64.b64encode(MASK).decode()},
            path="/render",
        )
    ))
    image = out.read_bytes()
    print(image)
    print(base64.b64decode(
        fal_client.subscribe("your-username/frames", arguments={"prompt": prompt}, path="/render")
    ), base64.b64decode(
        fal_client.subscribe(
            "your-username/frames",
            arguments={"prompt": prompt, "mask": None},
            path="/render",
        )
    ))
    settings = {"size": 3}
    for tile in [
        base64.b64decode(item)
        for item in fal_client.subscribe(
            "your-username/frames",
            arguments={
                "images": [base64.b64encode(item).decode() for item in [image, b""]],
                **settings,
            },
            path="/tiles",
        )
    ]:
        print(tile)
    rest, size = (
        base64.b64decode((content := fal_client.subscribe(
            "your-username/frames",
            arguments={"image": base64.b64encode(image).decode()},
            path="/measured",
        ))[0]), content[1]
    )
    print(rest, size)
    print({
        key: base64.b64decode(value)
        for key, value in fal_client.subscribe(
            "your-username/frames",
            arguments={
                "images": {key: base64.b64encode(value).decode() for key, value in {"sky": image, "sea": MASK}.items()},
            },
            path="/layers",
        ).items()
    })
    print((
        base64.b64decode(content)
        if (content := fal_client.subscribe(
            "your-username/frames",
            arguments={"n": 2},
            path="/encoded",
        )) is not None
        else None
    ), (
        base64.b64decode(content)
        if (content := fal_client.subscribe(
            "your-username/frames",
            arguments={"n": 0},
            path="/encoded",
        )) is not None
        else None
    ))
    for chunk in (
        base64.b64decode(item)
        for item in fal_client.stream(
            "your-username/frames",
            arguments={"image": base64.b64encode(image).decode()},
            path="/chunks",
        )
    ):
        print(chunk)
    print(list(
        base64.b64decode(handle.get())
        for handle in [
            fal_client.submit("your-username/frames", arguments={"image": base64.b64encode(image).decode()}, path="/turn")
            for image in [image, MASK]
        ]
    ))
    with ThreadPoolExecutor() as pool:
        print(list(pool.map(lambda image: base64.b64decode(fal_client.subscribe("your-username/frames", arguments={"image": base64.b64encode(image).decode()}, path="/turn")), [image, MASK])))
    call = fal_client.submit(
        "your-username/frames",
        arguments={"image": base64.b64encode(MASK).decode()},
        path="/turn",
    )
    print(base64.b64decode(call.get()))
    calls = [fal_client.submit(
        "your-username/frames",
        arguments={"image": base64.b64encode(part).decode()},
        path="/turn",
    ) for part in (image, MASK)]
    print([base64.b64decode(call.get()) for call in calls])
    print([base64.b64decode(handle.get()) for handle in (fal_client.submit(
        "your-username/frames",
        arguments={"image": base64.b64encode(image).decode()},
        path="/turn",
    ), fal_client.submit(
        "your-username/frames",
        arguments={"image": base64.b64encode(MASK).decode()},
        path="/turn",
    ))])
    print(asyncio.run(turned([image, MASK])))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--prompt", default="dusk")
    args = parser.parse_args()
    main(prompt=args.prompt)
