import asyncio

import fal_client


def ask(topic):
    return fal_client.subscribe("your-username/poet", arguments={"topic": topic, "lines": 1})


async def ask_later(topic):
    return await fal_client.subscribe_async("your-username/poet", arguments={"topic": topic})


if __name__ == "__main__":
    print(ask("sea"))
    print(asyncio.run(ask_later("moon")))
