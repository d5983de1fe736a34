from shapes import Answer, Ask, Box, Objects, Size, app


@app.local_entrypoint()
def main():
    objects = Objects()
    ask = Ask(prompt="sea", size=Size.LARGE)
    answer = objects.answer.remote(ask)
    print(answer.text, answer.scores, isinstance(answer, Answer))
    found = objects.find.remote("x")
    print(found.text if found else None, objects.find.remote(""))
    for box in objects.boxes.remote([Box(1, 2, ["a"]), Box(3, 4)]):
        print(box.left, box.right, box.tags)
    print(objects.again.remote(), objects.again.remote(ask), objects.again.remote(ask=None))
    print([each.text for each in objects.answer.map([ask, Ask(prompt="sky")])])
    call = objects.answer.spawn(ask)
    print(call.get().text)
