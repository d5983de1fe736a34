import fal


@fal.function(local_python_modules=["helper"], app_files=["helper.py"])
def double(n: int) -> int:
    from helper import times

    return times(n, 2)


@fal.function(requirements=["fal"], local_python_modules=["helper"], app_files=["helper.py"])
def both(n: int) -> int:
    return double.run_local(n) + 1


def main():
    print(double(1), both(2))


if __name__ == "__main__":
    main()
