import fal


@fal.function(request_timeout=300)
def slow_square(x: int) -> int:
    return x * x


def main():
    calls = [slow_square.submit(i) for i in range(4)]
    results = [call.result() for call in calls]
    print(results)

    late = slow_square.submit(9)
    try:
        print(late.result(timeout=30))
    except TimeoutError:
        print("too slow")


if __name__ == "__main__":
    main()
