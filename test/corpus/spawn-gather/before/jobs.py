import modal

app = modal.App("spawn-gather")


@app.function(timeout=300)
def slow_square(x: int) -> int:
    return x * x


@app.local_entrypoint()
def main():
    calls = [slow_square.spawn(i) for i in range(4)]
    results = [call.get() for call in calls]
    print(results)

    late = slow_square.spawn(9)
    try:
        print(late.get(timeout=30))
    except TimeoutError:
        print("too slow")
