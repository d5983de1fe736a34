import fal
import fal_client
from pydantic import BaseModel


class SayInput(BaseModel):
    word: str


class Echo(fal.App):
    app_name = "conditional"
    machine_type = "S"
    request_timeout = 300

    @fal.endpoint("/")
    def say(self, input: SayInput) -> str:
        word = input.word
        return word * 2


@fal.function(max_concurrency=2, request_timeout=30)
def shout(word: str) -> str:
    return word.upper()


def main():
    print(fal_client.subscribe(
        "your-username/conditional",
        arguments={"word": "a"},
    ), shout("b"))


if __name__ == "__main__":
    main()
