"""Runs jobs on the real `modal` and `fal` SDKs: one JSON object a line in, one a line out.

The SDKs are imported once; every job then runs in its own forked child (both SDKs start their
threads lazily, so the parent is still single-threaded when it forks), in an empty home, without
network, under a time limit. Everything a job prints is captured; stdout carries answers only.
"""

import os
import sys
import tempfile
import time

STARTED = time.monotonic()


def prepare_environment() -> str:
    """Before the SDKs are imported: they read the home folder at import."""
    home = tempfile.mkdtemp(prefix="modal-lint-home-")
    os.environ["HOME"] = home
    sys.dont_write_bytecode = True
    # A file of a job may have the name of one of our modules: only the package is visible.
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry or ".") != here]
    sys.path.insert(0, here)
    return home


def main() -> int:
    if not hasattr(os, "fork"):
        print("the driver needs os.fork, which this platform has not", file=sys.stderr)
        return 3
    home = prepare_environment()
    from modal_lint_driver import server

    sys.path.pop(0)
    return server.serve(home, STARTED)


if __name__ == "__main__":
    sys.exit(main())
