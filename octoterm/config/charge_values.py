"""Converts and validates the configuration's values about charges; see `values`.

Days are those of London. The day in `to` is the first to which something no longer applies, as in
the supplier's own agreements, and is the same as the `from` of what follows.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time

from octoterm.config import values
from octoterm.household.account_json import EARLIEST, LATEST
from octoterm.household.meter import Fuel
from octoterm.periods.calendar import Calendar
from octoterm.periods.period import Granularity
from octoterm.periods.typed_dates import parse_date
from octoterm.safe_text import name_key
from octoterm.tariffs.rates import DIRECT_DEBIT, NOT_DIRECT_DEBIT
from octoterm.tariffs.tariff_code import TariffCode, read_code

MOST_PENCE = 1_000
"""The limit for the price of a kWh, also below zero: several times what has been charged."""
MOST_PENCE_A_DAY = 100_000

_LONDON = Calendar()
_PAYMENT_METHODS = {
    DIRECT_DEBIT: ("direct debit", "by direct debit", "dd", "monthly direct debit"),
    NOT_DIRECT_DEBIT: (
        "non direct debit",
        "not direct debit",
        "not by direct debit",
        "no direct debit",
        "on receipt of bill",
        "pay on receipt of bill",
        "receipt of bill",
        "cash or cheque",
        "standard credit",
        "varying",
    ),
}


def payment_method(value: object) -> str:
    """One of the payment methods, as the API writes it."""
    written = name_key(re.sub("[-_]+", " ", value)) if isinstance(value, str) else ""
    for method, names in _PAYMENT_METHODS.items():
        if written in names:
            return method
    raise ValueError(f'must be "{DIRECT_DEBIT}" or "{NOT_DIRECT_DEBIT}"')


def billing_day(value: object) -> int:
    """A day of the month."""
    if type(value) is int and 1 <= value <= 31:
        return value
    raise ValueError("must be a whole number from 1 to 31, the day on which a bill begins")


def is_rounded(value: object) -> bool:
    """Whether each half hour is rounded, `documented`, or not, `exact`."""
    return values.one_of("exact", "documented")(value) == "documented"


def night_hours(value: object) -> tuple[time, time]:
    """When the night hours begin and end."""
    return values.hours(value, "when the night rate applies")


def fuel(value: object) -> Fuel:
    """Electricity or gas."""
    return Fuel(values.one_of("electricity", "gas")(value))


def since(value: object) -> int:
    """When a day begins, UTC seconds; null means that there is no beginning."""
    return 0 if value is None else _midnight(value, "null if it was always so")


def until(value: object) -> int | None:
    """When a day begins, UTC seconds; None if it has no end."""
    return None if value is None else _midnight(value, "null if it has no end")


def _midnight(value: object, otherwise: str) -> int:
    day = _day(value)
    if day is None:
        raise ValueError(f'must be a day such as "2024-04-01", or {otherwise}')
    return min(max(_LONDON.start_of(day), EARLIEST), LATEST)


def _day(value: object) -> date | None:
    """The day, with its year, as people write it; None for anything else."""
    if not isinstance(value, str) or not re.search(r"(?<!-)\b\d{4}\b", value):
        return None
    try:
        found = parse_date(value, date(2000, 1, 1))
    except ValueError:
        return None
    return found.first if found.kind is Granularity.DAY else None


def tariff_code(value: object) -> tuple[str, TariffCode]:
    """The code of a tariff, as text and as read."""
    text = values.code(value).upper()
    code = read_code(text)
    if code is None:
        raise ValueError('is not the code of a tariff, such as "E-1R-VAR-22-11-01-C"')
    return text, code


def number(low: float, high: float, what: str) -> Callable[[object], float]:
    """A converter to a number within these limits."""

    def convert(value: object) -> float:
        if type(value) in (int, float) and low <= value <= high:  # type: ignore[operator]
            return float(value)  # type: ignore[arg-type]
        raise ValueError(f"must be {what}, a number from {low:,g} to {high:,g}")

    return convert


unit_rate = number(-MOST_PENCE, MOST_PENCE, "in pence per kWh")
standing_charge = number(0, MOST_PENCE_A_DAY, "in pence per day")
percent = number(0, 100, "in percent")
