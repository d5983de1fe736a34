def step():
    return 3
