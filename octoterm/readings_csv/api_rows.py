"""Makes rows from the API's readings, with their times and numbers verbatim. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from octoterm.readings_csv.bad_row import BadRow
from octoterm.readings_csv.row import (
    HIGHEST,
    Row,
    are_half_hours,
    possible,
    read_instant,
    read_instants,
    read_interval,
    read_number,
)


def row_from_reading(interval_start: object, interval_end: object, consumption: object) -> Row:
    """The row for one reading, given its three decoded JSON values.

    Raises BadRow if the interval is not a half hour, or the consumption is absent, negative, not
    finite or impossible.
    """
    if not isinstance(interval_start, str) or not isinstance(interval_end, str):
        raise BadRow("an interval without times")
    start = read_interval(interval_start, interval_end)
    if isinstance(consumption, str):
        value = read_number(consumption)
    elif isinstance(consumption, int | float) and not isinstance(consumption, bool):
        value = float(possible(consumption))
    else:
        raise BadRow("no consumption given" if consumption is None else "not a number")
    if value < 0:
        raise BadRow("negative", "a negative consumption, {}", str(consumption))
    return Row(start, value, f'"{interval_start}","{interval_end}",{consumption}')


def rows_from_readings(readings: Sequence[Any]) -> list[Row] | None:
    """The rows for decoded readings, all at once; the fast path of `row_from_reading`.

    None if any reading is not exactly as the API usually sends them: `row_from_reading` then
    handles each. The two agree on everything this accepts.
    """
    try:
        starts = [reading["interval_start"] for reading in readings]
        ends = [reading["interval_end"] for reading in readings]
        numbers = [reading["consumption"] for reading in readings]
        first = read_instants(starts)
        if ends[1:] == starts[:-1]:  # newest first without gaps: the same texts again
            last = [read_instant(ends[0]), *first[:-1]] if ends else []
        else:
            last = read_instants(ends)
    except (BadRow, KeyError, TypeError):
        return None
    if not are_half_hours(first, last):
        return None
    if not {float, int}.issuperset(map(type, numbers)):
        return None
    if not all(0 <= number <= HIGHEST for number in numbers):  # also false for NaN
        return None
    texts = zip(starts, ends, numbers, strict=True)
    lines = [f'"{start}","{end}",{number!r}' for start, end, number in texts]
    return list(map(Row, first, map(float, numbers), lines))
