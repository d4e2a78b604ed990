"""What to know about prices: what is assumed in them, and what is not in them. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from octoterm.periods.labels import day_label
from octoterm.periods.london import london
from octoterm.tariffs.agreed import agreed_between
from octoterm.tariffs.price_guarantee import BEFORE_GUARANTEE, is_before_guarantee
from octoterm.tariffs.rates import Register
from octoterm.tariffs.supply import Supply
from octoterm.tariffs.tariff_code import has_smart_charging
from octoterm.tariffs.vat import vat_between


def price_labels(supply: Supply, start: int, end: int) -> tuple[str, ...]:
    """What to know about the prices from `start` to `end` (UTC seconds), each point once."""
    return tuple(dict.fromkeys(_labels(supply, start, end)))


def _labels(supply: Supply, start: int, end: int) -> Iterator[str]:
    for agreed in agreed_between(supply.agreements, start, end):
        if agreed.agreement is None:
            continue
        tariff = agreed.agreement.tariff
        hours, known = supply.terms.night_hours_of(tariff), supply.prices.get(tariff)
        has_night_rate = known is not None and Register.NIGHT in known.unit_rates
        if hours is not None and hours.is_assumed and has_night_rate:
            yield f"night hours assumed: {hours.words}"
        if has_smart_charging(tariff):
            yield "without smart charging"
        if is_before_guarantee(tariff, agreed.since, agreed.until):
            yield BEFORE_GUARANTEE
    for _, _, vat in vat_between(supply.vat, start, end):
        if vat.is_assumed:
            since = day_label(london(vat.since).date())
            yield f"VAT assumed: {float(vat.percent):g}% from {since}"
