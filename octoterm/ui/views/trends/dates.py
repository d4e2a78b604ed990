"""The dates below the bars of a trend. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from octoterm.periods.labels import MONTHS, short_date_label
from octoterm.periods.period import Granularity, Period
from octoterm.ui.drawing.labels import Labels, placed
from octoterm.ui.views.trends.columns import PartColumns


def dates_below(periods: Sequence[Period], columns: PartColumns) -> Labels:
    """Columns with the labels that begin there. If not all parts have room for a label, some are
    chosen evenly."""
    choices = (
        placed(((columns.bars[number].start, label) for number, label in choice), columns.total)
        for choice in _choices(periods)
    )
    return next(filter(None, choices), ())


def _choices(periods: Sequence[Period]) -> Iterator[list[tuple[int, str]]]:
    """Numbers of parts with labels for Mondays, months or years, with fewer each time."""
    kind = periods[0].granularity
    if kind is Granularity.DAY:
        for every in (1, 2, 4, 8):
            yield [
                (number, short_date_label(period.first))
                for number, period in enumerate(periods)
                if period.first.weekday() == 0 and period.first.toordinal() // 7 % every == 0
            ]
    if kind is not Granularity.YEAR:
        for every in (1, 2, 3, 6):
            yield [
                (number, _month(period))
                for number, period in enumerate(periods)
                if _begins_month(period) and (period.last.month - 1) % every == 0
            ]
    for every in (1, 2, 5, 10, 20):
        yield [
            (number, str(period.last.year))
            for number, period in enumerate(periods)
            if kind is Granularity.YEAR or (_begins_month(period) and period.last.month == 1)
            if period.last.year % every == 0
        ]


def _begins_month(period: Period) -> bool:
    """Whether it contains the first day of a month."""
    return period.last.replace(day=1) in period


def _month(period: Period) -> str:
    """Its name, or its year if it is a January."""
    last = period.last
    return str(last.year) if last.month == 1 else MONTHS[last.month - 1]
