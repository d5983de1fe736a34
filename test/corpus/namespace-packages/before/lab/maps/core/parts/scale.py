from . import factors


def double(n):
    return n * factors.TWO
