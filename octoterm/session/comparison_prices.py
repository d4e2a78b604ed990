# ruff: noqa: ARG001
"""Fetches what a comparison of tariffs needs: what the supplier sells in the region, and prices.

No key is sent. What came before a failure, or before it was stopped, is kept.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from octoterm.octopus.client import Sleep, Transport
from octoterm.sync.events import PricesCame, PricesWaiting

if TYPE_CHECKING:
    from octoterm.config.reader import Config
    from octoterm.household.meter_point import MeterPoint
    from octoterm.storage.folders import Folders


@dataclass(frozen=True)
class Asking:
    """What is asked for now."""

    what: str
    """`products`, or the name of a tariff; safe to show."""
    done: int
    """How many tariffs have all prices."""
    of: int
    """How many there are; 0 as long as that is not known."""


@dataclass(frozen=True)
class CandidatesFinished:
    """The last event."""

    requests: int
    """How many the API was sent; 0 where everything of the day is stored."""
    problems: tuple[str, ...] = ()
    """What could not be had, and why: sentences, safe to show. What was stored before is used."""


ComparisonEvent: TypeAlias = Asking | PricesCame | PricesWaiting | CandidatesFinished


async def fetch_candidates(
    config: Config,
    folders: Folders,
    point: MeterPoint,
    first: date,
    last: date,
    *,
    region: str | None = None,
    only: Sequence[str] = (),
    transport: Transport | None = None,
    stall_timeout: float | None = None,
    now: Callable[[], float] = time.time,
    sleep: Sleep = asyncio.sleep,
) -> AsyncGenerator[ComparisonEvent, None]:
    """Bring what `comparison_of` needs for the London days from `first` to `last` up to date; the
    last event is a CandidatesFinished. Errors are in it, except those of programming.

    `region` is the letter of the distribution region, by default that of the agreements; `only`
    are names or codes of tariffs, by default all that could be chosen. Close the iterator
    (`contextlib.aclosing`) to stop early.
    """
    raise NotImplementedError
    yield
