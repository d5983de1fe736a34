"""One GPU that always looks the same."""


def is_available():
    return True


def device_count():
    return 1


def current_device():
    return 0


def get_device_name(index=0):
    return "Stand-in GPU"


def memory_allocated(index=0):
    return 0


def empty_cache():
    return None


synchronize = manual_seed_all = manual_seed = lambda *args: None
