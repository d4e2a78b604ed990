"""Every switch of the whole process that octoterm sets, and what it buys.

Nothing else touches them. All are for the process that octoterm itself runs as: whoever imports
it keeps their own.
"""

from __future__ import annotations

import gc
import os
import sys

COLLECT_AFTER = 20_000
"""Objects after which garbage is looked for; Python's own figure is 700. A page of readings makes
more than 20,000 and no garbage: it is looked at once, not 30 times."""
SWITCH_INTERVAL = 0.0005
"""Seconds until the thread that reads the keys has its turn while the loop computes. With Python's
own 5 ms, a key waits that much longer, of the 9 that its answer takes."""
FRAMES_A_SECOND = "500"
"""The most pictures. With Textual's own 60, a key that comes just after a page was saved waits up
to 17 ms for its turn: twice as long as for all the rest of its answer."""


def collect_no_garbage() -> None:
    """Importing and reading make many objects and no garbage: looking for it took a tenth of the
    time of any command."""
    gc.disable()


def prepare_dashboard() -> None:
    """Before Textual, which reads the rate of frames once, is imported."""
    os.environ.setdefault("TEXTUAL_FPS", FRAMES_A_SECOND)


def start_dashboard() -> None:
    """Once all code is loaded. Its 74,000 objects stay to the end: to look at them took 16 ms
    whenever garbage was looked for, in which no key is answered."""
    sys.setswitchinterval(SWITCH_INTERVAL)
    gc.freeze()


def collect_garbage_from_now_on() -> None:
    """Once the dashboard, which stays open, has loaded what there is: look once among all that
    starting has made, then only among what is made from now on."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER)
    gc.enable()
