import modal

app = modal.App("applied")


def work(x: int) -> int:
    return x * 3


remote_work = app.function(cpu=1)(work)


def main():
    # TODO(modal-lint): function-remote: the function is deployed elsewhere: a `fal.function` is called from the file that defines it
    print(remote_work.remote(2))


if __name__ == "__main__":
    main()
