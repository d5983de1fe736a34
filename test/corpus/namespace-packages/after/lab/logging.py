"""How experiments are logged; nothing here is Python's `logging`."""

LEVEL = "debug"
