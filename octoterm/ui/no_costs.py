"""What the screen says in place of unknown costs of a period: the reason and what to do."""

from __future__ import annotations

from pathlib import Path

from octoterm.periods.period import Period
from octoterm.safe_text import clean
from octoterm.session.live_meter import LiveMeter
from octoterm.tariffs.price_columns import Unpriced
from octoterm.ui.no_readings import TRY_AGAIN

BACK = "u shows the readings"

REMEDIES = {
    Unpriced.NO_AGREEMENT: (
        "No tariff is known for it.",
        'Name its tariffs in the configuration, under "tariffs", or the number of the account.',
    ),
    Unpriced.NO_PRICES: (
        "The prices of its tariff have not been fetched yet.",
        "r fetches them",
    ),
    Unpriced.NO_RATE: (
        "No unit rate was published for it.",
        "r asks again for the newest ones",
    ),
    Unpriced.AMBIGUOUS: (
        "More than one unit rate was published for it.",
        'If you do not pay by direct debit, set "payment_method" to "NON_DIRECT_DEBIT".',
    ),
    Unpriced.NIGHT_HOURS: (
        "Its tariff has a night rate, and the hours of the night are not known.",
        'Set "night_hours" of the meter in the configuration, such as "00:30-07:30".',
    ),
}
"""Reason → why there are no costs, and what to do about it."""


def why_there_are_none(
    meter: LiveMeter, period: Period, config_file: Path | None
) -> tuple[str, ...]:
    """Paragraphs, beginning with the heading; they give the reason that most half hours have.
    `config_file` is None for the demo."""
    return _paragraphs(
        f"What {period.label} cost is not known.", meter, period, (BACK,), config_file
    )


def why_there_is_no_bill(
    meter: LiveMeter, month: Period, label: str, config_file: Path | None
) -> tuple[str, ...]:
    """The same for the bill of a billing month."""
    return _paragraphs(f"The bill of {label} is not known.", meter, month, (), config_file)


def _paragraphs(
    heading: str,
    meter: LiveMeter,
    period: Period,
    back: tuple[str, ...],
    config_file: Path | None,
) -> tuple[str, ...]:
    found = meter.costs.unpriced_in(period) if meter.costs else {}
    if not found:
        return (heading, "There are no readings of it.", *back)
    reason = max(found, key=lambda each: found[each])
    if meter.is_fetching_prices and reason in (Unpriced.NO_PRICES, Unpriced.NO_RATE):
        return (heading, "Prices are being fetched.", *back)
    if meter.is_syncing and reason is Unpriced.NO_PRICES:  # r cannot fetch them now
        return (heading, "Prices are fetched after the readings.", *back)
    why, what_next = REMEDIES[reason]
    if reason is Unpriced.NO_PRICES and meter.price_warnings:
        why, what_next = next(iter(meter.price_warnings.values())), TRY_AGAIN
    needs_config = reason not in (Unpriced.NO_PRICES, Unpriced.NO_RATE)
    look_into = (f"Configuration: {clean(str(config_file))}",) if config_file else ()
    return (heading, why, what_next, *back, *(look_into if needs_config else ()))
