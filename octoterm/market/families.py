"""Families of products that follow one another, such as the versions of Agile. Pure.

They are pinned in `families.toml`, with the days from which each version was sold: the supplier
lists neither retired versions nor Tracker.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from itertools import pairwise
from pkgutil import get_data
from typing import Any, NamedTuple

from octoterm.household.account import Direction
from octoterm.household.meter import Fuel
from octoterm.periods.calendar import Calendar


class Version(NamedTuple):
    """A product, and the time in which it was the version of its family on sale."""

    product: str
    """Its code."""
    since: int
    """UTC seconds."""
    until: int | None = None
    """UTC seconds, exclusive; None as long as it is sold."""

    def meets(self, start: int, end: int) -> bool:
        """Whether it was sold at any time from `start` up to `end`, UTC seconds."""
        return self.since < end and (self.until is None or max(start, self.since) < self.until)


class Family(NamedTuple):
    """Products that follow one another under one name, with rates that may change."""

    name: str
    """`Agile`."""
    direction: Direction
    fuels: tuple[Fuel, ...]
    pattern: re.Pattern[str]
    """Matches the whole code of a version, including future ones."""
    versions: tuple[Version, ...]
    """Those that are pinned, the newest first; at least one."""
    is_published_daily: bool
    """Whether the rates of a day are published in the afternoon before."""

    def has(self, product: str) -> bool:
        """Whether the product of this code is one of its versions."""
        return any(each.product == product for each in self.versions) or bool(
            self.pattern.fullmatch(product)
        )


@cache
def families() -> tuple[Family, ...]:
    """All families, in the order in which people are shown them."""
    text = get_data("octoterm.market", "families.toml")
    assert text is not None
    return tuple(map(_family, tomllib.loads(text.decode())["families"]))


def is_pinned(product: str, fuel: Fuel) -> bool:
    """Whether the product of this code is known to exist, with tariffs for this fuel."""
    return any(
        version.product == product
        for family in families()
        if fuel in family.fuels
        for version in family.versions
    )


def in_turn(since: Mapping[str, int]) -> tuple[Version, ...]:
    """Versions, the newest first, given their codes and the times from which they were sold (UTC
    seconds): each was sold until the next one came."""
    ordered = sorted((begin, product) for product, begin in since.items())
    ends = [*(later for _, (later, _) in pairwise(ordered)), None]
    found = (Version(code, begin, end) for (begin, code), end in zip(ordered, ends, strict=True))
    return tuple(found)[::-1]


def _family(entry: Mapping[str, Any]) -> Family:
    return Family(
        entry["name"],
        Direction(entry["direction"]),
        tuple(map(Fuel, entry["fuels"])),
        re.compile(entry["pattern"]),
        in_turn(dict(map(_begun, entry["versions"]))),
        entry.get("published_daily", False),
    )


def _begun(version: str | list[Any]) -> tuple[str, int]:
    """A code, and the time from which it was sold."""
    if isinstance(version, str):
        code, day = version, date.fromisoformat(f"20{version[-8:]}")
    else:
        code, day = version
    return code, Calendar().start_of(day)
