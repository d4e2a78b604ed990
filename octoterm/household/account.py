"""An account with the supplier: its properties, their meter points and agreements. Pure.

It holds only what octoterm needs: no name and no address.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from typing import NamedTuple

from octoterm.household.meter import Fuel
from octoterm.safe_text import visible


class Direction(Enum):
    """Which way energy flows through a meter point."""

    IMPORT = "import"
    EXPORT = "export"


class Agreement(NamedTuple):
    """A tariff that applies to a meter point from `since` up to, not including, `until`."""

    tariff: str
    """Its code as the supplier writes it, such as `E-1R-VAR-22-11-01-C`; safe to show."""
    since: int
    """UTC seconds."""
    until: int | None = None
    """UTC seconds; None if it has no end."""

    def holds_at(self, instant: int) -> bool:
        """Whether the agreement applies at `instant`, UTC seconds."""
        return self.since <= instant and (self.until is None or instant < self.until)


_EXPORT_WORDS = r"(?i)\b(OUTGOING|EXPORT|SEG)\b"
"""Words in the codes of products under which the supplier pays for what is exported."""


def agreement_at(agreements: Iterable[Agreement], instant: int) -> Agreement | None:
    """The agreement that applies at `instant` (UTC seconds); if several do, the later one."""
    held = [each for each in agreements if each.holds_at(instant)]
    return held[-1] if held else None


def latest_agreement(agreements: Sequence[Agreement], instant: int) -> Agreement | None:
    """The agreement that applies at `instant`, or the last one that had begun by then."""
    begun = [each for each in agreements if each.since <= instant]
    return agreement_at(begun, instant) or (begun[-1] if begun else None)


class ListedPoint(NamedTuple):
    """A meter point as an account lists it, with the meters that have measured there."""

    fuel: Fuel
    number: str
    """The MPAN, or the MPRN of gas."""
    direction: Direction
    serials: tuple[str, ...]
    """The serial numbers of its meters, each once, in the order of the account; may be empty."""
    agreements: tuple[Agreement, ...]
    """In order of `since`, without those that end before they begin."""

    @property
    def key(self) -> tuple[Fuel, str, Direction]:
        """What tells meter points apart: one MPAN may be listed for both directions."""
        return self.fuel, self.number, self.direction

    def agreement_at(self, instant: int) -> Agreement | None:
        """The agreement that applies at `instant` (UTC seconds); if several do, the later one."""
        return agreement_at(self.agreements, instant)

    def latest_agreement(self, instant: int) -> Agreement | None:
        """The agreement that applies at `instant`, or the last one that had begun by then."""
        return latest_agreement(self.agreements, instant)


class Property(NamedTuple):
    """A property of an account."""

    moved_in: int | None
    moved_out: int | None
    """UTC seconds, which may be in the future; None if there is no such time, or it is not
    known."""
    meter_points: tuple[ListedPoint, ...]


class Account(NamedTuple):
    """An account and its properties: first those without a date of moving out, then the others."""

    number: str
    properties: tuple[Property, ...]

    @property
    def meter_points(self) -> tuple[ListedPoint, ...]:
        """Of all properties."""
        return tuple(point for each in self.properties for point in each.meter_points)


def account_of(number: str, properties: Iterable[Property]) -> Account:
    """The account, with its properties in order: the API promises none."""

    def order(each: Property) -> tuple[bool, int, int]:
        return each.moved_out is not None, -(each.moved_out or 0), -(each.moved_in or 0)

    return Account(number, tuple(_each_point_once(sorted(properties, key=order))))


def _each_point_once(properties: Sequence[Property]) -> Iterator[Property]:
    """The properties; a meter point that several of them list is kept only in the first of
    these."""
    listed = [point for each in properties for point in each.meter_points]
    seen: set[tuple[Fuel, str, Direction]] = set()
    for each in properties:
        points = []
        for point in each.meter_points:
            if point.key not in seen:
                seen.add(point.key)
                points.append(_joined([one for one in listed if one.key == point.key]))
        yield each._replace(meter_points=tuple(points))


def _joined(points: Sequence[ListedPoint]) -> ListedPoint:
    """One meter point made of several entries; those of former properties come last, and are
    older."""
    first, *others = points
    if not others:
        return first
    serials = [serial for point in reversed(points) for serial in point.serials]
    newest_last = tuple(dict.fromkeys(reversed(serials)))[::-1]
    every = {agreement for point in points for agreement in point.agreements}
    return first._replace(serials=newest_last, agreements=agreements_of(every))


def agreements_of(listed: Iterable[Agreement]) -> tuple[Agreement, ...]:
    """The agreements in order of time, without those that end before they begin.

    The supplier lists some of zero length, and some accounts list the newest first.
    """
    lasting = (each for each in listed if each.until is None or each.since < each.until)
    return tuple(sorted(lasting, key=lambda each: (each.since, each.until is None, each.until)))


def direction_of(*, is_export: bool | None, agreements: Iterable[Agreement]) -> Direction:
    """The direction of an electricity meter point; the products of its agreements decide if the
    account does not say."""
    if is_export is None:
        is_export = any(re.search(_EXPORT_WORDS, each.tariff) for each in agreements)
    return Direction.EXPORT if is_export else Direction.IMPORT


def tidy_account_number(text: str) -> str:
    """`a 1a2b3c4d ` as the supplier writes it: `A-1A2B3C4D`.

    Raises ValueError if it cannot be an account number.
    """
    found = re.sub(r"[\s'\"‘’“”.,;]", "", visible(text)).upper()
    found = re.sub("[‐‑–—−]", "-", found)
    match = re.fullmatch(r"([A-Z])-?([0-9A-Z]{8})", found)
    if match is None:
        raise ValueError(
            "must look like A-1A2B3C4D: a letter, a hyphen, and eight letters or digits"
        )
    return f"{match[1]}-{match[2]}"
