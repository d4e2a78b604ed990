"""`octoterm summary`: the stored readings by period, with or without a comparison."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import MAXYEAR, MINYEAR

from octoterm.analysis.comparison.compared_parts import (
    ComparedPart,
    compare_each,
    compared_parts,
    not_compared,
)
from octoterm.analysis.comparison.references import Reference
from octoterm.analysis.parts import Part
from octoterm.analysis.rolling_year import ROLLING_KINDS
from octoterm.analysis.summary import summary
from octoterm.cli import reports
from octoterm.cli.arguments import Arguments, refuse_beside
from octoterm.cli.printed import summary_table
from octoterm.cli.printed.wording import paragraph
from octoterm.cli.reports import Subject
from octoterm.errors import UsageError
from octoterm.export.rows import WithBands, WithSentences, records_of
from octoterm.periods.period import Granularity, Period


def run(asked: Arguments) -> int:
    """Print the summary. Raises OctotermError."""
    about = reports.subject(asked)
    if not about.config.bands:
        refuse_beside("a configuration that has none", {"--bands": asked.bands})
    against = Reference(asked.compare) if asked.compare else None
    period = _period(asked, about)
    granularity = _granularity(asked)
    if period is not None:
        about = about._replace(since=period.first, until=period.last)
        rows = _rows_within(about, period, against, granularity)
    else:
        rows = _rows(about, against, granularity)
    compared = against is not None

    def table(days: Period) -> Iterator[str]:
        days = period or days
        total = _total(about, days)
        (whole,) = (
            compare_each(about.series, [total], against) if against else [not_compared(total)]
        )
        if period is None and (whole_days := _whole_days(rows)) is not None:
            whole = whole._replace(part=_total(about, whole_days))
        yield from summary_table.lines(
            about.series, granularity, rows, whole,
            compared=compared, since=about.since, until=about.until,
            bands=about.config.bands if asked.bands else (),
        )  # fmt: skip
        if period is not None:
            from octoterm.analysis.sentences import sentences  # others have none

            said = sentences(about.series, period, whole.comparison)
            yield from paragraph([each.text for each in said])
        elif whole.comparison is not None:
            yield from paragraph([whole.comparison.words])
        if not compared and not about.is_old:
            parts = [each.part.period for each in rows]
            periods = [each for each in (period, *parts) if each is not None]
            courses = summary_table.courses(about.series, periods, about.since, about.until)
            yield from paragraph([*courses])
        if not compared and about.is_of_everything and granularity in ROLLING_KINDS:
            yield from summary_table.last_twelve_months(about.series)

    is_json = asked.format == "json"
    more: list[WithBands | WithSentences] = []
    if asked.bands:
        more.append(WithBands(about.config.bands, about.since, about.until, as_list=is_json))
    if is_json and granularity >= Granularity.WEEK:
        more.append(WithSentences(about.since, about.until))
    keys, records = records_of(
        about.series,
        granularity,
        rows,
        compared=compared,
        more=more,
        since=about.since,
        until=about.until,
        is_old=about.is_old,
    )
    reports.say(about, asked.format, keys, records, table)
    return 0


def _total(about: Subject, days: Period) -> Part:
    """All days that count as one part, whose expected half hours are those of `days`."""
    return Part("Total", "Total", about.series.figures(days, about.since, about.until), days)


def _whole_days(rows: Sequence[ComparedPart]) -> Period | None:
    """All days of the rows' periods, even those that do not count; None if rows are half hours."""
    periods = [each.part.period for each in rows]
    first, last = periods[0], periods[-1]
    return Period.spanning(first.first, last.last) if first and last else None


def _rows(
    about: Subject, against: Reference | None, granularity: Granularity
) -> list[ComparedPart]:
    """All periods, each compared with its usual, previous one or a year earlier, if requested."""
    series, since, until = about.series, about.since, about.until
    parts = summary(series, granularity, since, until)
    if against is None:
        return list(map(not_compared, parts))
    return list(compare_each(series, parts, against, since, until))


def _period(asked: Arguments, about: Subject) -> Period | None:
    """The period of --within; None without that option, or if nothing is stored. Raises
    UsageError."""
    if asked.within is None:
        return None
    if about.until is not None:
        raise UsageError("--within cannot be combined with --to", "Leave out --to")
    day = about.since or about.series.latest_day()
    if day is not None and not MINYEAR < day.year < MAXYEAR:  # the next day may not exist
        raise UsageError(
            f"--from {day} is at the very end of the calendar",
            "With --within, give a day that may have readings",
        )
    return None if day is None else Period.containing(Granularity(asked.within), day)


def _granularity(asked: Arguments) -> Granularity:
    """The granularity of --by; by default months, or the natural parts of --within's period.
    Raises UsageError."""
    if asked.within is None:
        return Granularity(asked.by or "month")
    kind = Granularity(asked.within)
    if asked.by and Granularity(asked.by) >= kind:
        raise UsageError(f"There is no {asked.by} within a {asked.within}")
    return Granularity(asked.by) if asked.by else kind.natural_parts


def _rows_within(
    about: Subject, period: Period, against: Reference | None, granularity: Granularity
) -> Sequence[ComparedPart]:
    """The parts of `period` with readings, compared with their counterparts in another."""
    compared = compared_parts(about.series, period, against, granularity)
    whole = about.series.whole
    return [each for each in compared if each.part.is_among(whole)]
