def title(name: str) -> str:
    return name.title()
