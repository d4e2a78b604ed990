"""However a file was damaged on its way, no half hour is taken for another one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from octoterm.errors import OctotermError
from octoterm.household.meter import Fuel, Meter
from tests.support.households import LONDON
from tests.support.imported import (
    LAYOUTS,
    WHEN,
    a_meter,
    floats,
    new_of,
    of_clock,
    planned,
    true_readings,
)

TRUTH = true_readings("2024-03-28T00:00Z", "2024-04-06T00:00Z")
"""The clocks go forward on 31 March."""
STARTS = [*TRUTH]
HALF_HOUR = 1800
UNBROKEN = ("n3rgy", "website", "own", "export", "JSON lines")


class Pairs(list[tuple[int, str]]):
    """Rows of a file, in which a half hour may be several times."""

    def items(self) -> Pairs:  # as a mapping has them
        return self


class Damaged(NamedTuple):
    """A file after a fault."""

    text: str
    may_be_wrong: frozenset[int] = frozenset()
    """Half hours whose number was damaged, which no time shows."""


@st.composite
def stored(draw: st.DrawFn) -> Mapping[int, float]:
    """What is stored: a part of the truth, with some gaps."""
    first = draw(st.integers(0, 200))
    last = draw(st.integers(first + 60, len(STARTS) - 1))
    gaps = draw(st.sets(st.integers(first + 1, last - 1), max_size=20))
    return {STARTS[at]: float(TRUTH[STARTS[at]]) for at in range(first, last) if at not in gaps}


def shifted(draw: st.DrawFn, held: Mapping[int, float], write: Callable[..., str]) -> Damaged:
    """The whole file, what comes from a time on, or what comes up to one."""
    minutes = draw(st.sampled_from([-120, -90, -60, -30, 30, 60, 90, 120]))
    known = sorted(held)
    part = draw(st.sampled_from(["all", "from", "until"]))
    at = draw(st.sampled_from(known))
    moves = {"all": lambda _: True, "from": lambda s: s >= at, "until": lambda s: s <= at}[part]
    rows = Pairs((s + 60 * minutes * moves(s), n) for s, n in TRUTH.items())
    compared = [shown for shown, n in rows if moves(shown - 60 * minutes) and shown in held]
    assume(len(compared) >= 3)  # with fewer, nothing could tell
    return Damaged(write(rows))


def by_another_clock(
    draw: st.DrawFn, _: Mapping[int, float], write: Callable[..., str]
) -> Damaged:
    """Summer time that is taken for UTC, or the other way."""
    sign = draw(st.sampled_from([1, -1]))

    def moved(start: int) -> int:
        offset = datetime.fromtimestamp(start, LONDON).utcoffset()
        assert offset is not None
        return start + sign * int(offset.total_seconds())

    return Damaged(write(Pairs((moved(start), n) for start, n in TRUTH.items())))


def in_another_unit(draw: st.DrawFn, _: Mapping[int, float], write: Callable[..., str]) -> Damaged:
    factor = draw(st.sampled_from([1000, 0.001, 11.2206, 1 / 11.2206, 10]))
    return Damaged(write(Pairs((s, f"{float(n) * factor:.6f}") for s, n in TRUTH.items())))


def with_exchanged_dates(
    _: st.DrawFn, __: Mapping[int, float], write: Callable[..., str]
) -> Damaged:
    def exchanged(start: int) -> int:
        shown = datetime.fromtimestamp(start, UTC)
        if shown.day > 12:
            return start
        return int(shown.replace(month=shown.day, day=shown.month).timestamp())

    return Damaged(write(Pairs((exchanged(start), n) for start, n in TRUTH.items())))


def with_damaged_rows(
    draw: st.DrawFn, _: Mapping[int, float], write: Callable[..., str]
) -> Damaged:
    """Rows that are lost, or written again; their order turned round."""
    rows = list(TRUTH.items())
    lost = draw(st.sets(st.integers(0, len(rows) - 1), max_size=60))
    again = draw(st.lists(st.sampled_from(rows), max_size=5))
    kept = [row for at, row in enumerate(rows) if at not in lost] + again
    return Damaged(write(Pairs(kept[:: draw(st.sampled_from([1, -1]))])))


def with_damaged_letters(
    draw: st.DrawFn, _: Mapping[int, float], write: Callable[..., str]
) -> Damaged:
    """A few letters of rows in the middle: their times or numbers."""
    lines = write(TRUTH).split("\n")
    header = len(lines) - 1 - len(TRUTH)
    wrong = set()
    for _each in range(draw(st.integers(1, 4))):
        at = draw(st.integers(2, len(TRUTH) - 3))
        line = lines[header + at]
        place = draw(st.integers(0, len(line) - 1))
        letter = draw(st.sampled_from("0123456789-:+,.TZ x"))
        lines[header + at] = line[:place] + letter + line[place + 1 :]
        wrong.add(STARTS[at])
    return Damaged("\n".join(lines), frozenset(wrong))


FAULTS = (
    shifted, by_another_clock, in_another_unit, with_exchanged_dates, with_damaged_rows,
    with_damaged_letters,
)  # fmt: skip


def check(
    damaged: Damaged, held: Mapping[int, float], meter: Meter | None = None, **stated: object
) -> None:
    """Nothing is taken, or what is taken was used then; and what is stored is never touched."""
    before = dict(held)
    try:
        found = planned(damaged.text, held=held, meter=meter, **stated)  # type: ignore[arg-type]
    except OctotermError:
        return
    assert held == before
    assert not found.new.keys() & held.keys()
    truth = floats(TRUTH)
    wrong = {
        start: float(value)
        for start, value in found.new.items()
        if abs(truth.get(start, -1.0) - float(value)) > 0.000_6
    }
    assert not wrong.keys() - damaged.may_be_wrong, wrong


def tried(examples: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    return settings(
        max_examples=examples, deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )


def damage(data: st.DataObject, layouts: tuple[str, ...]) -> tuple[Damaged, Mapping[int, float]]:
    held = data.draw(stored())
    fault = data.draw(st.sampled_from(FAULTS))
    write = LAYOUTS[data.draw(st.sampled_from(layouts))]
    return fault(data.draw, held, write), held


@pytest.mark.extended
@tried(25)
@given(st.data())
def test_no_damaged_file_brings_a_wrong_half_hour(data: st.DataObject) -> None:
    check(*damage(data, UNBROKEN))


@tried(15)
@given(stored(), st.sampled_from([*LAYOUTS]), st.sampled_from([1, -1]))
def test_a_file_that_is_whole_is_taken_whatever_is_stored(
    held: Mapping[int, float], layout: str, step: int
) -> None:
    found = planned(LAYOUTS[layout](dict([*TRUTH.items()][::step])), held=held)
    assert new_of(found).keys() == TRUTH.keys() - held.keys()
    assert not found.differences


@pytest.mark.slow
@tried(1000)
@pytest.mark.parametrize("layout", UNBROKEN)
@given(data=st.data())
def test_of_no_layout(layout: str, data: st.DataObject) -> None:
    check(*damage(data, (layout,)))


@pytest.mark.slow
@tried(1000)
@given(data=st.data())
def test_nor_of_gas_in_cubic_metres(data: st.DataObject) -> None:
    damaged, held = damage(data, ("own",))
    check(damaged, held, a_meter(Fuel.GAS, "m3"), unit=data.draw(st.sampled_from([None, "m3"])))


@pytest.mark.slow
@tried(1000)
@given(
    data=st.data(),
    zone=st.sampled_from([LONDON, UTC]),
    late=st.sampled_from([0, HALF_HOUR, -HALF_HOUR, 2 * HALF_HOUR]),
    form=st.sampled_from(["%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M", "%Y-%m-%d %H:%M"]),
    stated=st.fixed_dictionaries(
        {},
        optional={
            "unit": st.sampled_from(["kWh", "Wh"]),
            "zone": st.sampled_from(["UTC", "Europe/London"]),
            "stamp": st.sampled_from(["start", "end"]),
            "order": st.sampled_from(["day-first", "month-first"]),
        },
    ),
)
def test_nor_of_another_tool_whatever_is_stated(
    data: st.DataObject, zone: object, late: int, form: str, stated: dict[str, str]
) -> None:
    """What a person states may be wrong, too: with an overlap that is told."""
    held = data.draw(stored())
    check(Damaged(of_clock(TRUTH, form, late, zone)), held, columns=WHEN, **stated)
