import os

import fal


@fal.function()
def connect(database: str) -> str:
    key = os.environ["OPENAI_API_KEY"]
    return f"{os.environ['PGHOST']}/{database}/{len(os.environ['PGPASSWORD'])}/{os.getenv('MODE', 'dev')}/{len(key)}"


def main():
    print(connect("users"))


if __name__ == "__main__":
    main()
