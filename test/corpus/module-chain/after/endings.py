def ending() -> str:
    return " Bye."
