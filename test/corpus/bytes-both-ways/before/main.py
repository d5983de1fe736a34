import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import modal

from frames import Frames, app

MASK = b"\x80\x00\xff\x7f"


async def turned(images):
    frames = Frames()
    results = []
    for image in images:
        results.append(await frames.turn.remote.aio(image))
    async for chunk in frames.chunks.remote_gen.aio(results[0]):
        results.append(chunk)
    return results


@app.local_entrypoint()
def main(prompt: str = "dusk"):
    frames = Frames()
    out = Path("frame.png")
    out.write_bytes(frames.render.remote(prompt, mask=MASK))
    image = out.read_bytes()
    print(image)
    print(frames.render.remote(prompt), frames.render.remote(prompt, mask=None))
    settings = {"size": 3}
    for tile in frames.tiles.remote([image, b""], **settings):
        print(tile)
    rest, size = frames.measured.remote(image)
    print(rest, size)
    print(frames.layers.remote({"sky": image, "sea": MASK}))
    print(frames.encoded.remote(2), frames.encoded.remote(0))
    for chunk in frames.chunks.remote_gen(image):
        print(chunk)
    print(list(frames.turn.map([image, MASK])))
    with ThreadPoolExecutor() as pool:
        print(list(pool.map(frames.turn.remote, [image, MASK])))
    call = frames.turn.spawn(MASK)
    print(call.get(timeout=20))
    calls = [frames.turn.spawn(part) for part in (image, MASK)]
    print([call.get() for call in calls])
    print(modal.FunctionCall.gather(frames.turn.spawn(image), frames.turn.spawn(MASK)))
    print(asyncio.run(turned([image, MASK])))
