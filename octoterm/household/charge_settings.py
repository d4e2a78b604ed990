"""A household's own settings for how a meter point is charged. Pure.

Anything that is not set is None, so that settings of a meter can be laid over those of its
account, and these over the general ones.
"""

from __future__ import annotations

from datetime import time
from typing import NamedTuple

from octoterm.household.account import Agreement
from octoterm.household.meter import Fuel


class OwnPrices(NamedTuple):
    """The prices of a tariff, typed in by the household."""

    unit_rate: float
    """p/kWh; the day rate if there is a night rate."""
    standing_charge: float
    """p/day."""
    night_rate: float | None = None
    """p/kWh."""
    vat_included: bool = False

    @property
    def name(self) -> str:
        """`24.5 p/kWh`, `24.5 p/kWh, 9.25 at night`, `24.5 p/kWh with VAT`."""
        rate = f"{self.unit_rate:.15g} p/kWh"
        night = "" if self.night_rate is None else f", {self.night_rate:.15g} at night"
        return f"{rate}{night}{' with VAT' if self.vat_included else ''}"


class OwnTariff(NamedTuple):
    """A tariff from `since` up to, not including, `until`: its code, or its prices."""

    since: int
    """UTC seconds."""
    until: int | None
    """UTC seconds; None if it has no end."""
    code: str = ""
    """`E-1R-VAR-22-11-01-C`; empty if the prices are typed in."""
    prices: OwnPrices | None = None


class OwnVat(NamedTuple):
    """VAT from `since` up to, not including, `until`."""

    fuel: Fuel | None
    """None for both fuels."""
    since: int
    """UTC seconds."""
    until: int | None
    percent: float


class OwnNightHours(NamedTuple):
    """Hours of each night, by UTC or by the London clock."""

    begin: time
    end: time
    is_utc: bool


class ChargeSettings(NamedTuple):
    """The settings; each is None if it is not set."""

    tariffs: tuple[OwnTariff, ...] | None = None
    """In order of time, without overlaps."""
    payment_method: str | None = None
    """As the API writes it."""
    vat: tuple[OwnVat, ...] | None = None
    night_hours: OwnNightHours | None = None
    billing_day: int | None = None
    """The day of the month on which a bill begins."""
    is_rounded: bool | None = None
    """Whether each half hour is rounded to 0.01 kWh."""

    def over(self, general: ChargeSettings) -> ChargeSettings:
        """These settings, with the `general` ones for those that are not set here."""
        said = {key: value for key, value in self._asdict().items() if value is not None}
        return general._replace(**said)

    @property
    def named_tariffs(self) -> tuple[tuple[Agreement, OwnTariff], ...]:
        """Its tariffs as agreements: typed-in prices are called `own-1` and so on."""
        return tuple(
            (Agreement(each.code or f"own-{number}", each.since, each.until), each)
            for number, each in enumerate(self.tariffs or (), start=1)
        )

    def tariff_name(self, code: str) -> str:
        """What people call the tariff: `24.5 p/kWh` if its prices are typed in, otherwise its
        code."""
        for agreement, own in self.named_tariffs:
            if agreement.tariff == code and own.prices is not None:
                return own.prices.name
        return code


NOTHING_SAID = ChargeSettings()
