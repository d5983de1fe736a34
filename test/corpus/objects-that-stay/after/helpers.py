import threading

lock = threading.Lock()


def shorten(text: str) -> str:
    with lock:
        return text[:2]
