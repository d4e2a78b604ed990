"""Settings of the whole Python process that octoterm changes, and what each gains.

They are changed only when octoterm runs as a command, not when it is imported.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys

COLLECT_AFTER = 20_000
"""Objects after which garbage is collected; Python's default is 700. A page of readings makes more
than 20,000 objects and no garbage, and so leads to one collection, not 30."""
SWITCH_INTERVAL = 0.0005
"""Seconds until the thread that reads keys can run while the event loop computes. With Python's
default of 5 ms, more than half of the 9 ms until a key is answered would be waiting."""
FRAMES_A_SECOND = "500"
"""Most frames per second. With Textual's default of 60, a key that comes just after a page was
saved waits up to 17 ms: twice as long as the rest of its answer takes."""


def collect_no_garbage() -> None:
    """Switch garbage collection off, also for the end of the process: importing and reading make
    many objects and no garbage, and looking for it took a tenth of the time of any command."""
    gc.disable()
    atexit.register(gc.freeze)


def prepare_dashboard() -> None:
    """Set the frame rate. To be called before Textual is imported, which reads it only once."""
    os.environ.setdefault("TEXTUAL_FPS", FRAMES_A_SECOND)


def start_dashboard() -> None:
    """Set the switch interval, and exclude the loaded code from garbage collection: its 74,000
    objects stay to the end, and each collection of them blocked keys for 16 ms."""
    sys.setswitchinterval(SWITCH_INTERVAL)
    gc.freeze()


def collect_garbage_from_now_on() -> None:
    """Switch garbage collection on, once the dashboard has loaded everything: collect what
    starting has left, then only consider objects made from now on."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER)
    gc.enable()
