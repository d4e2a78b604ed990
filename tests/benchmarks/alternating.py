"""Measuring two or more works by turns, so that a busy moment meets all of them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from typing import TypeVar

Name = TypeVar("Name", bound=str)
REPOSITORY = Path(__file__).parents[2]
NOT_AS_INSTALLED = tuple({name for name in os.environ if name[:6] == "PYTHON"} - {"PYTHONPATH"})
"""What developers tell Python: for one, not to keep the modules that it has compiled."""


def medians(works: Mapping[Name, Callable[[], float]], runs: int) -> dict[Name, float]:
    """The median of what each work returns, after one run of each that does not count."""
    taken: dict[Name, list[float]] = {name: [] for name in works}
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
    measured = output(script("launcher", *command), folder)
    seconds, kilobytes, exit_code = measured.split()
    if int(exit_code):
        raise subprocess.CalledProcessError(int(exit_code), list(command))
    return Process(float(seconds), int(kilobytes) / 1024)


def output(command: Sequence[str], folder: Path) -> bytes:
    """What `command` writes. Raises CalledProcessError where it fails."""
    return subprocess.run(
        command, cwd=folder, env=environment(folder), check=True, stdout=subprocess.PIPE
    ).stdout


def by_turns(
    commands: Mapping[Name, Sequence[str]], folder: Path, runs: int
) -> dict[Name, Process]:
    """The medians of time and of memory of commands that are run by turns."""
    taken: dict[Name, list[Process]] = {name: [] for name in commands}

    def work(name: Name) -> float:
        taken[name].append(run(commands[name], folder))
        return taken[name][-1].seconds

    seconds = medians({name: partial(work, name) for name in commands}, runs)
    return {
        name: Process(seconds[name], median(each.megabytes for each in processes[1:]))
        for name, processes in taken.items()
    }


def python(*arguments: str) -> list[str]:
    """A command that this same interpreter runs."""
    return [sys.executable, *arguments]


def script(name: str, *arguments: object) -> list[str]:
    """A command that runs a file beside this one, and nothing of the package it lies in: what
    the tests need takes longer to import than polars does.
    """
    return python("-P", str(Path(__file__).with_name(f"{name}.py")), *map(str, arguments))


def environment(folder: Path) -> dict[str, str]:
    """The environment of a person whose home is `folder`, and who is no developer."""
    return {
        **{name: value for name, value in os.environ.items() if name not in NOT_AS_INSTALLED},
        "HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "XDG_STATE_HOME": str(folder / "state"),
        "PYTHONPATH": str(REPOSITORY),
        "TERM": "xterm-256color",
    }
