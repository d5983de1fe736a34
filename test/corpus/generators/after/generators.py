import fal


def _count(n: int):
    for i in range(n):
        yield i


@fal.function()
def count(n: int):
    return list(_count(n))


def main():
    for i in count(3):
        print(i)


if __name__ == "__main__":
    main()
