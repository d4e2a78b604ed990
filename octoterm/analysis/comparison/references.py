"""What a period can be compared with, and what that is called. Pure."""

from __future__ import annotations

from enum import Enum

from octoterm.periods.labels import MONTH_NAMES, WEEKDAY_NAMES
from octoterm.periods.period import Granularity, Period


class Reference(Enum):
    """What a period is compared with, in the order in which a key cycles through them."""

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
    """What `period` can be compared with, each only once: for a year, the year before is also the
    previous period."""
    if period.granularity is Granularity.YEAR:
        return (Reference.USUAL, Reference.PREVIOUS)
    return tuple(Reference)


WEEKS_BEFORE = "the 8 weeks before"
"""The name of the usual for a week or month: not `a usual April`, which would suggest other
years."""


def name_of_usual(period: Period) -> str:
    """`a usual Wednesday`; for a week or month `the 8 weeks before`, for a year `other years`."""
    if period.granularity is Granularity.DAY:
        return f"a usual {WEEKDAY_NAMES[period.first.weekday()]}"
    return name_of_usual_kind(period.granularity)


def name_of_usual_kind(kind: Granularity) -> str:
    """The same for any period of this kind: `a usual day`."""
    match kind:
        case Granularity.WEEK | Granularity.MONTH:
            return WEEKS_BEFORE
        case Granularity.YEAR:
            return "other years"
    return f"a usual {kind.value}"


def nothing_usual(period: Period) -> str:
    """What to say about a period with too little data to tell what is usual for it."""
    between = "for" if period.granularity is Granularity.DAY else "in"
    return f"Too little data {between} {name_of_usual(period)}"


def name_of_other_years(period: Period) -> str:
    """`other years`, `March of other years`."""
    match period.granularity:
        case Granularity.YEAR:
            return "other years"
        case Granularity.MONTH:
            return f"{MONTH_NAMES[period.first.month - 1]} of other years"
    return f"the same {period.granularity.value} of other years"
