import fal


def work(x: int) -> int:
    return x * 3


def twice(x: int) -> int:
    return x * 2


remote_work = fal.function(machine_type="S")(work)


twice = fal.function(request_timeout=60)(twice)


def main():
    print(remote_work(2), work(3), twice(4))


if __name__ == "__main__":
    main()
