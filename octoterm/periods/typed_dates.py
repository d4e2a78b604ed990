"""Parses days, weeks, months and years as people type them. Pure."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from octoterm.periods.labels import MONTH_NAMES, WEEKDAY_NAMES
from octoterm.periods.london import ONE_DAY
from octoterm.periods.period import Granularity, Period, add_months
from octoterm.safe_text import clean

_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d?)(-(?P<day>\d\d?))?", re.ASCII)
_DIGITS = re.compile(r"(?P<day>\d\d?)[/.-](?P<month>\d\d?)([/.-](?P<year>\d{4}|\d\d))?", re.ASCII)
_NAMED = re.compile(
    r"(?P<day>\d\d?)(st|nd|rd|th)? ?(?P<month>[a-z]{3,9})( (?P<year>\d{4}|\d\d))?", re.ASCII
)
_MONTH_FIRST = re.compile(
    r"(?P<month>[a-z]{3,9}) (?P<day>\d\d?)(st|nd|rd|th)?( (?P<year>\d{4}))?", re.ASCII
)
_MONTH = re.compile(r"(?P<month>[a-z]{3,9})( (?P<year>\d{4}))?", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_AGO = re.compile(r"-(?P<number>\d{1,5})(?P<unit>[dwmy])", re.ASCII)
_RELATIVE = re.compile(r"(?P<which>this|last)[ -](?P<kind>week|month|year)", re.ASCII)


class TypedDate(NamedTuple):
    """What was typed: a day, week, month or year, up to the last day of the calendar."""

    kind: Granularity
    first: date
    last: date
    """The last day, inclusive."""

    @property
    def period(self) -> Period:
        """The same as a period. Raises OverflowError or ValueError at the end of the calendar."""
        return Period.containing(self.kind, self.first)


def parse_date(text: str, today: date, latest: date | None = None) -> TypedDate:
    """The day, week, month or year that `text` means.

    `2024-03-14`, `14/3/24`, `14 mar`, `mar 14`, `14 March 2024`, `today`, `yesterday`, `tuesday`
    (the latest before today), `-7d` (also `w`, `m`, `y`: that long ago); `mar 2024`, `2024-03`,
    `2024`; `this week`, `last-month`. Without a year, it is the latest such day up to `latest`,
    by default today. Raises ValueError with a message for the user.
    """
    words = text.casefold().replace(",", " ").split()
    if len(words) > 1 and _weekday(words[0]) is not None:  # `Thu 14 Mar 2024`, as octoterm shows
        words = words[1:]
    typed = " ".join(words)
    if found := _RELATIVE.fullmatch(typed):
        this = Period.containing(Granularity(found["kind"]), today)
        period = this if found["which"] == "this" else this.shifted(-1)
        return TypedDate(period.granularity, period.first, period.last)
    if _YEAR.fullmatch(typed) and int(typed):
        return TypedDate(Granularity.YEAR, date(int(typed), 1, 1), date(int(typed), 12, 31))
    day = _relative_day(typed, today)
    if day is not None:
        return TypedDate(Granularity.DAY, day, day)
    for pattern in (_ISO, _DIGITS, _NAMED, _MONTH_FIRST, _MONTH):
        found = pattern.fullmatch(typed)
        if found and (month := _month(found["month"])):
            in_month = found.groupdict().get("day")
            day = _day(found["year"], month, int(in_month or 1), latest or today)
            if in_month:
                return TypedDate(Granularity.DAY, day, day)
            last = day.replace(day=monthrange(day.year, month)[1])
            return TypedDate(Granularity.MONTH, day, last)
    shown = clean(text, 30)
    raise ValueError(f"‘{shown}’ is not a date. Try 14 mar, 14/3/24, 2024-03-14 or yesterday.")


def _relative_day(typed: str, today: date) -> date | None:
    """`today`, `yesterday`, `tuesday`, `-7d`; None for other text."""
    if typed in ("today", "yesterday"):
        return today if typed == "today" else today - ONE_DAY
    weekday = _weekday(typed)
    if weekday is not None:
        return today - timedelta(days=(today.weekday() - weekday - 1) % 7 + 1)
    if (found := _AGO.fullmatch(typed)) is None:
        return None
    number, unit = int(found["number"]), found["unit"]
    try:
        if unit in "my":
            return add_months(today, -number * (12 if unit == "y" else 1))
        return today - timedelta(days=number * (7 if unit == "w" else 1))
    except (OverflowError, ValueError):
        raise ValueError(f"‘{typed}’ is before the first year of the calendar.") from None


def _day(year: str | None, month: int, day: int, latest: date) -> date:
    # The last leap day can be up to eight years ago: in early 2104, it is 29 February 2096.
    years = [_in_full(year)] if year else range(latest.year, latest.year - 9, -1)
    for candidate in years:
        try:
            found = date(candidate, month, day)
        except ValueError:
            continue
        if year or found <= latest:
            return found
    in_words = f"{day} {MONTH_NAMES[month - 1]}" + (f" {years[0]}" if year else "")
    raise ValueError(f"There is no {in_words}.")


def _in_full(year: str) -> int:
    return int(year) + (2000 if len(year) == 2 else 0)


def _weekday(word: str) -> int | None:
    """0 for `mon`, `monday` and anything between; None for other words."""
    return _index_of_name(word, WEEKDAY_NAMES)


def _month(text: str) -> int | None:
    """1 for `1`, `01`, `jan`, `january` and anything between; None for other text."""
    if text.isdigit():
        return int(text) if 1 <= int(text) <= 12 else None
    index = _index_of_name(text, MONTH_NAMES)
    return None if index is None else index + 1


def _index_of_name(word: str, names: Sequence[str]) -> int | None:
    """The index of the name that begins with `word`, which must have at least three letters."""
    if len(word) >= 3:
        for index, name in enumerate(names):
            if name.casefold().startswith(word):
                return index
    return None
