import modal

app = modal.App("count")


@app.function(cpu=2.0)
def count(n: int, *, step: int = 1):
    """Counts."""
    for i in range(0, n, step):
        yield i


@app.function()
async def letters(word: str, times: int = 1):
    for letter in word * times:
        yield letter


@app.function()
def both(n: int) -> list:
    return [*count.local(n), *count.local(n, step=2)]


@app.local_entrypoint()
async def main(n: int = 3):
    for i in count.remote_gen(n):
        print(i)
    print(list(count.remote_gen(n, step=2)))
    async for letter in letters.remote_gen.aio("ab", times=2):
        print(letter)
    print([letter async for letter in letters.remote_gen.aio("xy")])
    print(await both.remote.aio(2))
