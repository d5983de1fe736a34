import asyncio

import modal

Poet = modal.Cls.from_name("poet", "Poet")


def ask(topic):
    return Poet().verse.remote(topic=topic, lines=1)


async def ask_later(topic):
    poet = modal.Cls.from_name("poet", "Poet")()
    return await poet.verse.remote.aio(topic=topic)


if __name__ == "__main__":
    print(ask("sea"))
    print(asyncio.run(ask_later("moon")))
