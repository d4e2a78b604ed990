"""What a period can be compared with, and what that is called. Pure."""

from __future__ import annotations

from enum import Enum

from octoterm.periods.labels import MONTH_NAMES, WEEKDAY_NAMES
from octoterm.periods.period import Granularity, Period


class Reference(Enum):
    """What a period is compared with, in the order in which a key goes through them."""

    USUAL = "usual"
    """What is usual for the household; see `analysis.comparison.usual`."""
    PREVIOUS = "previous"
    """The period of the same kind before it; for a half hour, the same time a day earlier."""
    YEAR = "year"
    """The same period a year earlier; for a day or week, the one 52 weeks earlier."""


NAMES_FOR_EACH_PART = {
    Reference.USUAL: "the usual",
    Reference.PREVIOUS: "the one before",
    Reference.YEAR: "a year earlier",
}
"""What each part of all readings is compared with."""


def references(period: Period) -> tuple[Reference, ...]:
    """What `period` can be compared with, without what is the same by another name: the year
    before a year is the previous one."""
    if period.granularity is Granularity.YEAR:
        return (Reference.USUAL, Reference.PREVIOUS)
    return tuple(Reference)


def name_of_usual(period: Period) -> str:
    """`a usual Wednesday`, `a usual week`, `a usual March`, `a usual year`."""
    match period.granularity:
        case Granularity.DAY:
            return f"a usual {WEEKDAY_NAMES[period.first.weekday()]}"
        case Granularity.MONTH:
            return f"a usual {MONTH_NAMES[period.first.month - 1]}"
    return f"a usual {period.granularity.value}"


def name_of_other_years(period: Period) -> str:
    """`other years`, `March of other years`."""
    match period.granularity:
        case Granularity.YEAR:
            return "other years"
        case Granularity.MONTH:
            return f"{MONTH_NAMES[period.first.month - 1]} of other years"
    return f"the same {period.granularity.value} of other years"
