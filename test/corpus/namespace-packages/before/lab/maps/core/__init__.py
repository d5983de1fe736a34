from .grid import Core
