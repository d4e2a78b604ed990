"""Half-hourly values of a meter, with its labels. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from octoterm.periods.london import HALF_HOUR, SECONDS_A_DAY
from octoterm.readings_csv.line_format import Piece


class Labels(NamedTuple):
    """What a meter is called in an export."""

    meter: str
    """Its name, as in `octoterm meters`."""
    fuel: str
    """`electricity` or `gas`."""
    direction: str
    """`import` or `export`."""


class Labelled(NamedTuple):
    """The values of a meter, a piece at a time."""

    labels: Labels
    pieces: Iterable[Piece]
    field: str
    """What they are: `kwh`, or `pence` with VAT."""


def between(pieces: Iterable[Piece], since: int, until: int) -> Iterator[Piece]:
    """The half hours of the pieces that begin from `since` up to `until` (exclusive)."""
    for starts, values in pieces:
        if not starts or starts[-1] < since or starts[0] >= until:
            continue
        if since <= starts[0] and starts[-1] < until:
            yield starts, values
            continue
        kept = [number for number, start in enumerate(starts) if since <= start < until]
        yield [starts[number] for number in kept], [values[number] for number in kept]


_EPOCH = date(1970, 1, 1).toordinal()
_CLOCKS = [f"T{half // 2:02}:{half % 2 * 30:02}:00Z" for half in range(48)]


def stamps(starts: Iterable[int]) -> Iterator[str]:
    """The UTC time of each half hour: `2024-03-14T00:30:00Z`."""
    known, text = -1, ""
    for start in starts:
        day, seconds = divmod(start, SECONDS_A_DAY)
        if day != known:
            known, text = day, _date(day)
        yield text + _CLOCKS[seconds // HALF_HOUR]


def starts_and_ends(starts: Sequence[int]) -> Iterator[tuple[str, str]]:
    """The UTC times at which each half hour begins and ends."""
    if starts and starts[-1] - starts[0] == (len(starts) - 1) * HALF_HOUR:
        return pairwise(_stamps_in_a_row(starts[0], len(starts) + 1))
    return zip(stamps(starts), stamps([start + HALF_HOUR for start in starts]), strict=True)


def _stamps_in_a_row(first: int, count: int) -> list[str]:
    """`stamps` of half hours without a gap, made a day at a time."""
    since, until = first // SECONDS_A_DAY, (first + count * HALF_HOUR) // SECONDS_A_DAY
    dates = [_date(day) for day in range(since, until + 1)]
    times = [text + clock for text in dates for clock in _CLOCKS]
    skipped = first % SECONDS_A_DAY // HALF_HOUR
    return times[skipped : skipped + count]


def _date(day: int) -> str:
    """The date of a day, by its number since 1970."""
    return date.fromordinal(_EPOCH + day).isoformat()
