"""Labels for days, ranges of days and instants. Pure."""

from __future__ import annotations

from datetime import date, time

from octoterm.periods.london import HALF_HOUR, ONE_DAY, london

# Spelled out, because the names that strftime gives depend on the locale.
WEEKDAY_NAMES = (
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
)  # fmt: skip
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def capitalised(name: str) -> str:
    """`name` with a capital first, and the rest as it is: `lowest kVA` → `Lowest kVA`."""
    return name[:1].upper() + name[1:]


def day_label(day: date) -> str:
    """`Thu 14 Mar 2024`."""
    return f"{WEEKDAYS[day.weekday()]} {date_label(day)}"


def date_label(day: date) -> str:
    """`14 Mar 2024`."""
    return f"{short_date_label(day)} {day.year}"


def short_date_label(day: date) -> str:
    """`14 Mar`."""
    return f"{day.day} {MONTHS[day.month - 1]}"


def month_label(day: date) -> str:
    """The month of `day`: `Mar 2024`."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def full_month_label(day: date) -> str:
    """The month of `day`: `March 2024`."""
    return f"{MONTH_NAMES[day.month - 1]} {day.year}"


def weekday_label(day: date) -> str:
    """`Thu 14`."""
    return f"{WEEKDAYS[day.weekday()]} {day.day}"


def range_label(first: date, last: date) -> str:
    """`11–17 Mar 2024`, `29 Jan – 4 Feb 2024`, `30 Dec 2024 – 5 Jan 2025`."""
    if first == last:
        return date_label(first)
    if first.year != last.year:
        return f"{date_label(first)} – {date_label(last)}"
    if first.month != last.month:
        return f"{short_date_label(first)} – {date_label(last)}"
    return f"{first.day}–{date_label(last)}"


def clock_label(instant: int) -> str:
    """`18:00`; in the autumn hour that happens twice, `01:30 BST` or `01:30 GMT`."""
    local = london(instant)
    text = f"{local.hour:02d}:{local.minute:02d}"
    happens_twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return f"{text} {local.tzname()}" if happens_twice else text


def hours_label(begin: time, end: time) -> str:
    """`00:30–05:30`, by the clock."""
    return f"{begin:%H:%M}–{end:%H:%M}"


def moment_label(instant: int) -> str:
    """`14 Mar 2024 18:00`."""
    return f"{date_label(london(instant).date())} {clock_label(instant)}"


def short_moment_label(instant: int) -> str:
    """`14 Mar 18:00`, if the year is shown elsewhere."""
    return f"{short_date_label(london(instant))} {clock_label(instant)}"


def end_label(instant: int) -> str:
    """The end of a range of time, `14 Mar 2024 18:00`; midnight is 24:00 of the day before."""
    local = london(instant)
    if (local.hour, local.minute) == (0, 0):
        return f"{date_label(local.date() - ONE_DAY)} 24:00"
    return f"{date_label(local.date())} {clock_label(instant)}"


def reach_label(first: int, last: int) -> str:
    """`14 Mar 2024 18:00 to 15 Mar 2024 07:30`, given the starts of the first and the last
    reading: the label ends when the last one does."""
    return f"{moment_label(first)} to {end_label(last + HALF_HOUR)}"
