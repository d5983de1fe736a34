import asyncio

import fal
import fal_client
from pydantic import BaseModel


@fal.function()
async def slow(x: int) -> int:
    await asyncio.sleep(0)
    return x + 1


class GreetInput(BaseModel):
    who: str


class Agent(fal.App):
    app_name = "async-program"

    async def setup(self):
        self.name = "agent"

    @fal.endpoint("/")
    async def greet(self, input: GreetInput) -> str:
        who = input.who
        return f"{self.name} greets {who}"


async def main():
    print(await asyncio.to_thread(slow, 1))
    print(await fal_client.subscribe_async("your-username/async-program", arguments={"who": "Ann"}))
    print(await asyncio.gather(asyncio.to_thread(slow, 2), asyncio.to_thread(slow, 3)))


if __name__ == "__main__":
    asyncio.run(main())
