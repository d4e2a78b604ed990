"""Runs the command it is given; prints its seconds, peak memory (kB) and exit code.

A process's peak begins at what the one that started it held, so that has to hold next to nothing:
this imports no more than it must.
"""

import os
import sys
import time

command = sys.argv[1:]
unread = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
began = time.perf_counter()
child = os.posix_spawnp(command[0], command, os.environ, file_actions=unread)
_, status, used = os.wait4(child, 0)
print(time.perf_counter() - began, used.ru_maxrss, os.waitstatus_to_exitcode(status))
