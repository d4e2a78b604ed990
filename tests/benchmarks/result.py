"""What one measurement comes to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Result:
    """One line of the table."""

    work: str
    """What octoterm did."""
    against: str
    """What it was measured against, in the same run."""
    figure: float
    """The ratio of the two, or what `unit` says."""
    goal: float
    unit: str = "×"
    at_least: bool = False
    """Whether `goal` is the least the figure should be, not the most."""
    ours: float | None = None
    """What octoterm took, in seconds, bytes or megabytes: see `measure`."""
    theirs: float | None = None
    """What the other took."""
    measure: str = "s"

    @property
    def is_met(self) -> bool:
        return self.figure >= self.goal if self.at_least else self.figure <= self.goal

    def as_json(self) -> dict[str, object]:
        return {**asdict(self), "is_met": self.is_met}


@dataclass(frozen=True)
class Bench:
    """Where to measure, and how often."""

    folder: Path
    """Empty at first, and the benchmark's own."""
    runs: int
    """Of each of the works that are measured by turns."""


Benchmark = Callable[[Bench], Iterator[Result]]
