from texts.case import upper


def loud(text: str) -> str:
    return upper(text)
