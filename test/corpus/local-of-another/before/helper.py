def times(n: int, by: int) -> int:
    return n * by
