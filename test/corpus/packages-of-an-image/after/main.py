import fal
import fal_client
from pydantic import BaseModel


REQUIREMENTS = [
    "numpy==2.1.0",
    # tables
    "pandas==2.2.3",
    "pydantic",
]


@fal.function(
    # What all of it needs.
    requirements=[*REQUIREMENTS],
)
def count(text: str) -> int:
    return len(text)


# Everything in one line.
@fal.function(requirements=[*REQUIREMENTS], request_timeout=60)
def shout(text: str) -> str:
    return text.upper()


class AddInput(BaseModel):
    text: str
    start: int = 1


class Counter(fal.App):
    app_name = "packages-counter"
    requirements = [*REQUIREMENTS, "fal"]

    @fal.endpoint("/")
    def add(self, input: AddInput) -> int | None:
        text, start = input.text, input.start
        return start + count(text)


def length(text: str) -> dict:
    return {"length": len(text)}


class LengthInput(BaseModel):
    text: str


LENGTH_REQUIREMENTS = [
    # What all of it needs.
    "numpy==2.1.0",
    # tables
    "pandas==2.2.3",
    "pydantic",
    "fastapi",
    "httpx",
]


class Length(fal.App):
    app_name = "packages-length"
    requirements = [*LENGTH_REQUIREMENTS]

    @fal.endpoint("/")
    def length(self, input: LengthInput) -> dict:
        return length(text=input.text)


def words(text: str) -> dict:
    return {"words": len(text.split())}


class WordsInput(BaseModel):
    text: str


class Words(fal.App):
    app_name = "packages-words"
    requirements = [*LENGTH_REQUIREMENTS]

    @fal.endpoint("/")
    def words(self, input: WordsInput) -> dict:
        return words(text=input.text)


def main():
    print(count("three"), shout("sky"), fal_client.subscribe(
        "your-username/packages-counter",
        arguments={"text": "one"},
    ))


if __name__ == "__main__":
    main()
