"""Reads the settings for charges from sections of the configuration."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from octoterm.config import charge_values, values
from octoterm.config.calorific_file import dated_values
from octoterm.config.keys import ENTRY_KEYS, PRICE_KEYS, quoted
from octoterm.config.sections import Section
from octoterm.household.charge_settings import (
    ChargeSettings,
    OwnNightHours,
    OwnPrices,
    OwnTariff,
    OwnVat,
)
from octoterm.household.meter import DatedValue, Fuel
from octoterm.periods.london import SECONDS_A_DAY

_FROM = 'Put the first day, such as "from": "2024-04-01"'
_CODE_OR_PRICES = 'Name the code of the tariff, or its "unit_rate" and "standing_charge"'
_TO_IS_EXCLUSIVE = '"to" is the first day to which it no longer applies'
"""People may mistake it for the last day to which an entry does apply."""
_KNOWN = ENTRY_KEYS["tariffs"]
_LONGEST_DAY = SECONDS_A_DAY + 3600


def charges(section: Section) -> ChargeSettings:
    """All of the section's settings for charges, except its tariffs. Raises ConfigError."""
    return ChargeSettings(
        payment_method=section.get("payment_method", charge_values.payment_method, None),
        vat=tuple(_vat(section)) if "vat" in section.values else None,
        night_hours=_night_hours(section),
        billing_day=section.get("billing_day", charge_values.billing_day, None),
        is_rounded=section.get("rounding", charge_values.is_rounded, None),
    )


def own_tariffs(section: Section, fuel: Fuel | None) -> tuple[OwnTariff, ...]:
    """The `tariffs` of a meter, in order; its fuel is None if that is not known. Raises
    ConfigError."""
    entries = _objects(section, "tariffs", 'a list such as [{"from": "2024-04-01", "tariff": …}]')
    return tuple(_own_tariff(each, fuel) for each in _in_order(entries, _KNOWN))


def doubts(section: Section, tariffs: Sequence[OwnTariff]) -> Iterator[str]:
    """Warnings about probable mistakes: an end that leaves out one day, as if it were the last
    day, and prices in pounds."""
    place = f"In {section.file}, {quoted(section.written['tariffs'])}{section.place}"
    for each, following in pairwise(tariffs):
        if each.until is not None and 0 < following.since - each.until <= _LONGEST_DAY:
            yield (
                f"{place} leaves out a day before a tariff begins: {_TO_IS_EXCLUSIVE}, so it is "
                'the same day as the next one\'s "from".'
            )
    if any(each.prices and _is_in_pounds(each.prices) for each in tariffs):
        yield f"{place} has a price of less than a penny: prices are in pence, not in pounds."


def _is_in_pounds(prices: OwnPrices) -> bool:
    return any(0 < price < 1 for price in (prices.unit_rate, prices.standing_charge))


def calorific_values(section: Section, folder: Path) -> tuple[DatedValue, ...]:
    """The `calorific_values`, in order: a list by date, or a download of National Gas, whose
    path is relative to `folder`. Raises ConfigError."""
    key = "calorific_values"
    known = ENTRY_KEYS[key]
    value = section.values[key]
    if isinstance(value, str):
        path = section.get(key, values.csv_path, Path())
        return dated_values(section, key, folder / path, None)
    if isinstance(value, dict):
        (entry,) = section.objects(key)
        path = entry.need("file", values.csv_path, known=known)
        return dated_values(entry, "file", folder / path, entry.get("ldz", values.code, None))
    entries = _objects(
        section, key, 'a list such as [{"from": "2024-04-01", "value": 39.5}], or a CSV\'s name'
    )
    return tuple(
        DatedValue(
            each.since,
            each.section.need(
                "value", values.calorific_value, "It is the MJ per m³ on a gas bill", known
            ),
        )
        for each in _in_order(entries, known)
    )


class _Entry(NamedTuple):
    """One object of a list, and when it applies: UTC seconds, `until` exclusive."""

    section: Section
    since: int
    until: int | None


def _objects(section: Section, key: str, kind: str) -> list[Section]:
    value = section.values[key]
    objects = section.objects(key)
    if not objects or len(objects) != (len(value) if isinstance(value, list) else 1):
        raise section.wrong(key, f"must be {kind}")
    return objects


def _in_order(
    entries: Iterable[Section], known: frozenset[str], *, may_be_always: bool = False
) -> list[_Entry]:
    """The entries in order of time. One without an end applies until the next one begins.

    Raises ConfigError if two apply at the same time.
    """
    found = []
    for entry in entries:
        since = (
            entry.get("from", charge_values.since, 0)
            if may_be_always
            else entry.need("from", charge_values.since, _FROM, known)
        )
        until = entry.get("to", charge_values.until, None) if "to" in known else None
        if until is not None and until <= since:
            raise entry.wrong("to", 'is not after "from"', _TO_IS_EXCLUSIVE)
        found.append(_Entry(entry, since, until))
    found.sort(key=lambda each: each.since)
    for number, (each, following) in enumerate(pairwise(found)):
        if each.since == following.since:
            raise following.section.wrong("from", "is that of another entry as well")
        if each.until is None:
            found[number] = each._replace(until=following.since)
        elif each.until > following.since:
            raise following.section.wrong("from", "is before another entry ends", _TO_IS_EXCLUSIVE)
    return found


def _own_tariff(entry: _Entry, fuel: Fuel | None) -> OwnTariff:
    section, since, until = entry
    prices = PRICE_KEYS & section.values.keys()
    if "tariff" not in section.values:
        if not prices:
            section.need("tariff", charge_values.tariff_code, _CODE_OR_PRICES, _KNOWN)
        return OwnTariff(since, until, prices=_prices(section))
    text, code = section.need("tariff", charge_values.tariff_code, _CODE_OR_PRICES)
    if prices:
        raise section.wrong(
            min(prices), 'is not for a "tariff", whose prices are fetched', _CODE_OR_PRICES
        )
    if fuel not in (None, code.fuel):
        raise section.wrong("tariff", f"is for {code.fuel.value}, and the meter is not")
    return OwnTariff(since, until, text)


def _prices(section: Section) -> OwnPrices:
    return OwnPrices(
        unit_rate=section.need(
            "unit_rate", charge_values.unit_rate, "It is the price of a kWh in pence", _KNOWN
        ),
        standing_charge=section.need(
            "standing_charge",
            charge_values.standing_charge,
            "It is in pence per day; put 0 if there is none",
            _KNOWN,
        ),
        night_rate=section.get("night_rate", charge_values.unit_rate, None),
        vat_included=section.get("vat_included", values.flag, False),
    )


def _vat(section: Section) -> Iterator[OwnVat]:
    entries = _objects(section, "vat", 'a list such as [{"from": "2024-04-01", "percent": 20}]')
    for fuel in Fuel:
        of_fuel = [each for each in entries if each.get("fuel", charge_values.fuel, fuel) is fuel]
        known = ENTRY_KEYS["vat"]
        for each, since, until in _in_order(of_fuel, known, may_be_always=True):
            percent = each.need("percent", charge_values.percent, known=known)
            yield OwnVat(fuel, since, until, percent)


def _night_hours(section: Section) -> OwnNightHours | None:
    if "night_hours" not in section.values:
        if "utc" in section.values:
            raise section.wrong("utc", 'belongs to "night_hours", which is missing')
        return None
    if not isinstance(section.values["night_hours"], dict):
        begin, end = section.need("night_hours", charge_values.night_hours)
        return OwnNightHours(begin, end, section.get("utc", values.flag, False))
    (entry,) = section.objects("night_hours")
    begin, end = entry.need("hours", charge_values.night_hours, known=ENTRY_KEYS["night_hours"])
    is_utc = section.get("utc", values.flag, False)
    return OwnNightHours(begin, end, entry.get("utc", values.flag, is_utc))
