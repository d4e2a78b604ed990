"""The summary as a text table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from octoterm import number_format
from octoterm.analysis.band_figures import BandFigures, bands_of_part
from octoterm.analysis.column_lists import printed_columns
from octoterm.analysis.comparison.compared_parts import ComparedPart
from octoterm.analysis.projection import projection
from octoterm.analysis.rolling_year import rolling_year
from octoterm.analysis.summary import is_counted_whole
from octoterm.analysis.table_columns import EMPTY_CELL, columns
from octoterm.cli.printed.wording import aligned
from octoterm.consumption.quantity import Quantity
from octoterm.consumption.series import Series
from octoterm.periods.bands import Band
from octoterm.periods.period import Granularity, Period


def courses(
    series: Series, periods: Sequence[Period], since: date | None, until: date | None
) -> Iterator[str]:
    """What each of `periods` that is in progress is on course for, if it can be estimated, and if
    all its days are among those from `since` to `until`."""
    for period in periods:
        found = projection(series, period)
        if found and is_counted_whole(series, period, since, until):
            yield f"{period.label} is on course for {found.words(series.quantity.whole)}"


def last_twelve_months(series: Series) -> Iterator[str]:
    """A blank line, and the last twelve months next to those before, if there are as many."""
    if (found := rolling_year(series)) is not None:
        yield ""
        yield found.sentence


def band_texts(figures: Sequence[BandFigures], quantity: Quantity) -> Iterator[str]:
    """`0.94 12%` for each band; a dash without readings."""
    for each in figures:
        if each.total is None:
            yield EMPTY_CELL
            continue
        share = "" if each.share is None else f" {number_format.share(each.share)}"
        yield f"{quantity.whole.number(each.total)}{share}"


def lines(
    series: Series,
    kind: Granularity,
    rows: Sequence[ComparedPart],
    total: ComparedPart,
    *,
    compared: bool,
    since: date | None = None,
    until: date | None = None,
    bands: Sequence[Band] = (),
) -> Iterator[str]:
    """The table's lines: a heading, one for each row, and the total. Only days from `since` to
    `until` count."""
    every = columns(series, kind, in_full=True, since=since, until=until)
    shown = [every[key] for key in printed_columns(series, kind, compared)]
    change = f"change_{series.quantity.key}"
    table = [
        [*(column.heading for column in shown), *(band.full_name for band in bands)],
        *(
            [
                *(
                    column.text(row) or (EMPTY_CELL if column.key == change else "")
                    for column in shown
                ),
                *band_texts(bands_of_part(series, row.part, bands, since, until), series.quantity),
            ]
            for row in (*rows, total)
        ),
    ]
    yield from aligned(table, left={at for at, column in enumerate(shown) if column.aligned_left})
