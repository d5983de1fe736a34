import modal

app = modal.App("fan-out")


@app.function(max_containers=10)
def divide(a: int, b: int) -> float:
    return a / b


@app.function()
def tag(name, *, prefix="x"):
    return f"{prefix}-{name}"


@app.function()
def note(text: str) -> None:
    print("noted", text)


@app.local_entrypoint()
def main(n: int = 3):
    pairs = [(i, i + 1) for i in range(n)]
    print(list(divide.starmap(pairs)))
    print(sorted(divide.starmap([(1, 2), (3, 4)], order_outputs=False)))
    results = divide.starmap([(1, 0), (1, 1)], return_exceptions=True)
    print([type(r).__name__ for r in results])
    for name in tag.map(["a", "b"], kwargs={"prefix": "y"}):
        print(name)
    print(list(divide.map([4, 6], [2, 3])))
    note.for_each(["one", "two"])
    print(sum(divide.starmap((i, 1) for i in range(4))))
