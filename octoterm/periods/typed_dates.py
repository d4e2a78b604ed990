"""Parses dates as people type them. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from octoterm.periods.labels import MONTH_NAMES, WEEKDAY_NAMES
from octoterm.periods.london import ONE_DAY
from octoterm.safe_text import clean

_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d?)-(?P<day>\d\d?)", re.ASCII)
_DIGITS = re.compile(r"(?P<day>\d\d?)[/.-](?P<month>\d\d?)([/.-](?P<year>\d{4}|\d\d))?", re.ASCII)
_NAMED = re.compile(
    r"(?P<day>\d\d?)(st|nd|rd|th)? ?(?P<month>[a-z]{3,9})( (?P<year>\d{4}|\d\d))?", re.ASCII
)
_MONTH = re.compile(r"(?P<month>[a-z]{3,9})( (?P<year>\d{4}))?", re.ASCII)


def parse_day(text: str, today: date, latest: date | None = None) -> date:
    """The day that `text` means.

    `2024-03-14`, `14/3/24`, `14 mar`, `14 March 2024`, `today`, `yesterday`, `tuesday` (the
    latest before today), `mar 2024` (its first day). Without a year, it is the latest such day
    up to `latest`, by default today. Raises ValueError with a message for the user.
    """
    words = text.casefold().replace(",", " ").split()
    if len(words) > 1 and _weekday(words[0]) is not None:  # `Thu 14 Mar 2024`, as octoterm shows
        words = words[1:]
    typed = " ".join(words)
    if typed in ("today", "yesterday"):
        return today if typed == "today" else today - ONE_DAY
    weekday = _weekday(typed)
    if weekday is not None:
        return today - timedelta(days=(today.weekday() - weekday - 1) % 7 + 1)
    for pattern in (_ISO, _DIGITS, _NAMED, _MONTH):
        found = pattern.fullmatch(typed)
        if found and (month := _month(found["month"])):
            day = found.groupdict().get("day", "1")
            return _day(found["year"], month, int(day), latest or today)
    shown = clean(text, 30)
    raise ValueError(f"‘{shown}’ is not a date. Try 14 mar, 14/3/24, 2024-03-14 or yesterday.")


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
