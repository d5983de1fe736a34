import fal


@fal.function()
def count(n: int):
    for i in range(n):
        yield i


def main():
    # TODO(modal-lint): function-remote-gen: `f.remote_gen(x)` has to be converted by hand: see https://modal-lint.github.io/concepts/calling/#function-remote-gen
    for i in count.remote_gen(3):
        print(i)


if __name__ == "__main__":
    main()
