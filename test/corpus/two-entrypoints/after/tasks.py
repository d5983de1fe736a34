import fal


@fal.function(machine_type="S")
def add(a: int, b: int):
    return a + b


# TODO(modal-lint): app-local-entrypoint: the file has several entrypoints: call `first` from it with the options that it needs
def first():
    print(add(1, 2))


# TODO(modal-lint): app-local-entrypoint: the file has several entrypoints: call `second` from it with the options that it needs
def second(n: int = 2):
    print(add(n, n))
