import marks
from polite import title


def greeting(name: str) -> str:
    from endings import ending

    return f"Hello, {title(name)}{marks.BANG}{ending()}"
