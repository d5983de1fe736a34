"""Runs one command; prints what it took as JSON. Peak memory is that of its largest process."""

import json
import os
import sys
import time

out, *command = sys.argv[1:]
flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
actions = [(os.POSIX_SPAWN_OPEN, 1, out, flags, 0o600), (os.POSIX_SPAWN_OPEN, 2, out + ".err", flags, 0o600)]
started = time.perf_counter()
pid = os.posix_spawnp(command[0], command, os.environ, file_actions=actions)
_, status, usage = os.wait4(pid, 0)
wall = time.perf_counter() - started
print(
    json.dumps(
        {
            "wall": wall,
            "cpu": usage.ru_utime + usage.ru_stime,
            "memory": usage.ru_maxrss / 1024,
            "status": os.waitstatus_to_exitcode(status),
        }
    )
)
