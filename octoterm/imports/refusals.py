"""Why a file is refused, in sentences for people. Pure.

The docstring of each function says what is wrong with the file.
"""

from __future__ import annotations

from collections.abc import Sequence

from octoterm.household.meter import UNIT_CUBIC_METRES, UNIT_KWH
from octoterm.imports import statement
from octoterm.imports.overlap import Compared, Stored
from octoterm.imports.shifted_runs import ShiftedRun
from octoterm.imports.statement import Taking
from octoterm.number_format import count
from octoterm.periods.labels import date_label, moment_label
from octoterm.periods.london import london

_WHAT = {
    "unit": "which unit its numbers are in",
    "zone": "which time zone its times are in",
    "stamp": "whether a time is the start or the end of its half hour",
    "order": "which number of its dates is the day",
}
_CHOICES = {
    "zone": "Europe/London|UTC",
    "stamp": "start|end",
    "order": "day-first|month-first",
}
_UNITS = {statement.WH: "Wh", UNIT_KWH: "kWh", UNIT_CUBIC_METRES: "m³"}


def to_state(names: Sequence[str], units: Sequence[str]) -> str:
    """The options that state these, for a meter with these units: `--unit kWh|Wh --zone …`."""
    choices = {**_CHOICES, "unit": "|".join(units)}
    return " ".join(f"--{name} {choices[name]}" for name in names)


def not_shown(name: str, what: Sequence[str], common: int) -> str:
    """It does not show these facts, and too little of it is stored to prove them."""
    stored = count(common, "half hour") if common else "none"
    overlap = f"{stored} of its half hours" if not common else f"{stored} of it"
    return f"{name} does not say {_joined(what)}, and {overlap} can be compared with stored ones"


def not_told_apart(name: str, what: Sequence[str]) -> str:
    """The stored readings fit several ways to take the file."""
    return f"{name} does not say {_joined(what)}, and the stored readings fit more than one way"


def contradicted(name: str, taking: Taking, other: Taking) -> str:
    """The stored readings fit another way to take the file."""
    said = []
    if other.unit != taking.unit:
        said.append(f"its numbers are in {_UNITS[other.unit]}, not {_UNITS[taking.unit]}")
    if other.zone != taking.zone:
        said.append(f"its times are in the zone {other.zone}")
    if other.stamp != taking.stamp:
        said.append(f"its times are the {other.stamp}s of half hours, not the {taking.stamp}s")
    if other.order != taking.order:
        said.append("day and month of its dates are swapped")
    if moved := other.shift - taking.shift:
        said.append(f"its times are {abs(moved)} minutes too {'early' if moved > 0 else 'late'}")
    return f"{name} matches the stored readings only if {' and '.join(said)}"


def of_another_meter(name: str, compared: Compared) -> str:
    """The stored readings fit no way to take the file."""
    return (
        f"{name} seems to be from another meter: {compared.same:,} of the {compared.common:,} "
        "half hours that are also stored have the same value"
    )


def partly_shifted(name: str, run: ShiftedRun) -> str:
    """A part of the file is at other times than stored."""
    late = "early" if run.shift > 0 else "late"
    return (
        f"A part of {name} is {abs(run.shift)} minutes too {late}, from "
        f"{moment_label(run.first)} on, as {count(run.half_hours, 'stored reading')} "
        f"{'shows' if run.half_hours == 1 else 'show'}"
    )


def beside_others(name: str, start: int) -> str:
    """A new half hour is beside some that are stored with other values."""
    return (
        f"{name} differs from what is stored right beside half hours that are new, such as "
        f"{moment_label(start)}: run `octoterm sync` first, in case they were corrected"
    )


def other_unit(name: str, unit: str, stored: Stored) -> str:
    """It is in a unit that is converted only if a person states it."""
    return (
        f"{name} is in {_UNITS[unit]} and the meter counts in {_UNITS[stored.unit]}: converting "
        "it takes a calorific value, and is only done if you ask for it"
    )


def beyond_the_fuse(name: str, most: float) -> str:
    """Most of its half hours are more than a home can use."""
    return f"Most half hours of {name} are more than {most:g} kWh, which no home can use"


def hour_missing(name: str, change: int) -> str:
    """It has no half hours in the hour that London's clocks skip, or that they show twice."""
    day = date_label(london(change))
    return (
        f"{name} lacks just the hour that London's clocks skip or show twice on {day}: its times "
        "may be London's. If not, import what is before and after it as two files"
    )


def exchanged(name: str, line: int) -> str:
    """Day and month of some dates are exchanged, but not of all."""
    return f"Day and month of some dates in {name} are swapped, in line {line:,} or just above it"


def displaced(name: str, line: int) -> str:
    """A row has a time that is not between those of the rows around it."""
    return f"Line {line:,} of {name} has a time that is not between those around it"


def not_half_hourly(name: str) -> str:
    """Its rows are further apart."""
    return f"The rows of {name} are not half an hour apart"


def skipped_hour(name: str, zone: str) -> str:
    """It has times that the clocks of its zone skip."""
    return f"{name} has times that the clocks of {zone} skip when summer time begins"


def does_not_run(name: str, order: str) -> str:
    """Its rows are consecutive only if its dates are read in another order than `order`."""
    return f"The rows of {name} are not consecutive if its dates are {order}"


def no_such_days(name: str, order: str) -> str:
    """It has dates that do not exist if they are read in this order."""
    return f"{name} has dates that do not exist if they are {order}"


def _joined(what: Sequence[str]) -> str:
    *first, last = (_WHAT[each] for each in what)
    return f"{', '.join(first)} and {last}" if first else last


def mostly_left_out(name: str, reason: str) -> str:
    """Most of its rows cannot be taken."""
    return f"Most rows of {name} cannot be taken: {reason}"


def twice(name: str, start: int) -> str:
    """It has a half hour twice, with different values."""
    return f"{name} has {moment_label(start)} twice, with different values"


def differs(name: str, start: int) -> str:
    """Another file has another value for a half hour."""
    return f"{name} and another of the files differ about {moment_label(start)}"


def in_the_future(name: str, half_hours: int, last: int) -> str:
    """It has half hours that have not ended yet."""
    return (
        f"{name} has {count(half_hours, 'half hour')} in the future, up to {moment_label(last)}: "
        "its dates may be wrong, or this machine's clock"
    )


def too_large(name: str) -> str:
    """It has numbers that no meter records."""
    return f"{name} has numbers too large to be a half hour's consumption"
