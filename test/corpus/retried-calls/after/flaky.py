import fal
from fal.toolkit.utils.retry import retry
from pydantic import BaseModel

tries = []


@fal.function()
@retry(max_retries=3, base_delay=0, backoff_type="fixed")
def flaky(name: str) -> str:
    tries.append(name)
    if len(tries) < 3:
        raise ValueError("not yet")
    return name * len(tries)


@fal.function()
@retry(max_retries=2, base_delay=0)
async def broken() -> str:
    raise ValueError("never")


class GetInput(BaseModel):
    name: str


class Store(fal.App):
    app_name = "flaky"

    @fal.endpoint("/")
    def get(self, input: GetInput) -> str:
        name = input.name
        return name.upper()
