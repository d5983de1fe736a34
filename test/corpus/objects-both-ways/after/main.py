import fal_client
from pydantic import TypeAdapter
from pydantic_core import to_jsonable_python

from shapes import Answer, Ask, Box, Size


def main():
    ask = Ask(prompt="sea", size=Size.LARGE)
    answer = Answer.model_validate(
        fal_client.subscribe(
            "your-username/objects",
            arguments={"ask": to_jsonable_python(ask)},
            path="/answer",
        )
    )
    print(answer.text, answer.scores, isinstance(answer, Answer))
    found = (
        Answer.model_validate(content)
        if (content := fal_client.subscribe(
            "your-username/objects",
            arguments={"text": "x"},
            path="/find",
        )) is not None
        else None
    )
    print(found.text if found else None, (
        Answer.model_validate(content)
        if (content := fal_client.subscribe(
            "your-username/objects",
            arguments={"text": ""},
            path="/find",
        )) is not None
        else None
    ))
    for box in [
        TypeAdapter(Box).validate_python(item)
        for item in fal_client.subscribe(
            "your-username/objects",
            arguments={"boxes": to_jsonable_python([Box(1, 2, ["a"]), Box(3, 4)])},
            path="/boxes",
        )
    ]:
        print(box.left, box.right, box.tags)
    print(fal_client.subscribe(
        "your-username/objects",
        arguments={},
        path="/again",
    ), fal_client.subscribe(
        "your-username/objects",
        arguments={"ask": to_jsonable_python(ask)},
        path="/again",
    ), fal_client.subscribe(
        "your-username/objects",
        arguments={"ask": None},
        path="/again",
    ))
    print([each.text for each in (
        Answer.model_validate(handle.get())
        for handle in [
            fal_client.submit("your-username/objects", arguments={"ask": to_jsonable_python(ask)}, path="/answer")
            for ask in [ask, Ask(prompt="sky")]
        ]
    )])
    call = fal_client.submit(
        "your-username/objects",
        arguments={"ask": to_jsonable_python(ask)},
        path="/answer",
    )
    print(Answer.model_validate(call.get()).text)


if __name__ == "__main__":
    main()
