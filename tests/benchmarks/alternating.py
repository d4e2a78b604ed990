"""Measuring two or more works by turns, so that a busy moment meets all of them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TypeVar

Name = TypeVar("Name", bound=str)
REPOSITORY = Path(__file__).parents[2]
NOT_AS_INSTALLED = ("PYTHONDONTWRITEBYTECODE",)
"""Variables under which Python compiles at each start what an installation has compiled."""


def medians(works: Mapping[str, Callable[[], float]], runs: int) -> dict[str, float]:
    """The median of what each work returns, after one run of each that does not count."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    for run in range(runs + 1):
        for name, work in works.items():
            figure = work()
            if run:
                taken[name].append(figure)
    return {name: median(figures) for name, figures in taken.items()}


@dataclass(frozen=True)
class Process:
    """How long a whole process took, and how much memory at its peak."""

    seconds: float
    megabytes: float


def run(command: Sequence[str], folder: Path) -> Process:
    """Run `command` from its start to its end; what it writes is left unread.

    Raises CalledProcessError where it fails.
    """
    began = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, env=environment(folder), stdout=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, list(command))
    return Process(seconds, used.ru_maxrss / 1024)


def python(*arguments: str) -> list[str]:
    """A command that this same interpreter runs."""
    return [sys.executable, *arguments]


def environment(folder: Path) -> dict[str, str]:
    """The environment of a person whose home is `folder`."""
    return {
        **{name: value for name, value in os.environ.items() if name not in NOT_AS_INSTALLED},
        "HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "XDG_STATE_HOME": str(folder / "state"),
        "PYTHONPATH": str(REPOSITORY),
        "TERM": "xterm-256color",
    }
