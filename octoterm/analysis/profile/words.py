"""What an average day says in words. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from octoterm.analysis.comparison.words import change_words
from octoterm.analysis.profile.average_day import ProfileRow, average_day
from octoterm.analysis.profile.seasons import Season
from octoterm.consumption.days import has_enough
from octoterm.consumption.quantity import Quantity
from octoterm.periods.calendar import HALF_HOURS

LEAST_DAYS = 3
"""Fewest days with a meaningful average; a single day is described as it was."""
LEAST_OF_WEEK = 4
"""Fewest weekdays, and fewest weekend days, needed to compare their means."""


def profile_sentence(profile: Sequence[ProfileRow], quantity: Quantity) -> tuple[str, ...]:
    """`Most at 17:30 (0.340 kWh), least at 05:00 (0.081 kWh); weekends 13% more`, and shorter
    versions; empty with too few readings, with two days, or if all half hours are alike."""
    there = [(row.all_days, row) for row in profile if row.all_days is not None]
    readings = sum(row.readings for row in profile)
    if not has_enough(readings, HALF_HOURS) or 1 < round(readings / HALF_HOURS) < LEAST_DAYS:
        return ()
    most, peak = max(there, key=lambda each: each[0])
    least, trough = min(there, key=lambda each: each[0])
    form = quantity.half_hour
    if form.number(most) == form.number(least):
        return ()
    clock = f"Most at {peak.clock:%H:%M}"
    amount = f"{clock} ({form.number_with_unit(most)})"
    both = f"{amount}, least at {trough.clock:%H:%M} ({form.number_with_unit(least)})"
    weekends = _weekends(profile, quantity)
    forms = both, amount, clock
    return (*(f"{form}; {weekends}" for form in forms), clock) if weekends else forms


def _weekends(profile: Sequence[ProfileRow], quantity: Quantity) -> str:
    """`weekends 13% more`; empty if either half of the week has too few days."""
    if any(min(row.weekday_readings, row.weekend_readings) < LEAST_OF_WEEK for row in profile):
        return ""
    weekday = average_day([row.weekday for row in profile])
    weekend = average_day([row.weekend for row in profile])
    if weekday is None or weekend is None:
        return ""
    return f"weekends {change_words(quantity.whole, weekend, weekday, '')}"


def seasons_sentence(
    profiles: Mapping[Season, Sequence[ProfileRow]], quantity: Quantity
) -> tuple[str, ...]:
    """`On weekdays most in winter (9.67 kWh a day), least in summer (7.83 kWh)`, and shorter
    versions; empty if fewer than two seasons have a whole average weekday."""
    days = [
        (total, season)
        for season, profile in profiles.items()
        if (total := average_day([row.weekday for row in profile])) is not None
    ]
    if len(days) < 2:
        return ()
    most, least = max(days, key=lambda each: each[0]), min(days, key=lambda each: each[0])
    high, low = (quantity.whole.text(total) for total, _ in (most, least))
    first, last = most[1].value, least[1].value
    return (
        f"On weekdays most in {first} ({high} a day), least in {last} ({low})",
        f"Weekdays: {first} {high} a day, {last} {low}",
        f"On weekdays most in {first} ({high} a day)",
    )
