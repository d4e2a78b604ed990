"""What a meter point's charges depend on: its settings, and its own or its account's tariffs.

Every sync looks for tariffs to fetch, even in a household without any, so the modules about prices
are imported only when there are some.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from octoterm.household.charge_settings import ChargeSettings, OwnPrices, OwnTariff, OwnVat
from octoterm.household.meter import UNIT_CUBIC_METRES, Fuel

if TYPE_CHECKING:
    from octoterm.config.reader import Config
    from octoterm.household.account import Agreement
    from octoterm.household.meter_point import MeterPoint
    from octoterm.tariffs.calorific_values import CalorificValue
    from octoterm.tariffs.night_hours import NightHours
    from octoterm.tariffs.rates import TariffPrices
    from octoterm.tariffs.supply import Supply
    from octoterm.tariffs.terms import Terms
    from octoterm.tariffs.vat import VatRate


def tariffs_of(config: Config, point: MeterPoint) -> tuple[str, ...]:
    """The codes of the tariffs whose prices must be fetched, each once; none for a net use, whose
    meter points have their own."""
    if point.is_net:
        return ()
    typed_in = {
        agreement.tariff
        for agreement, own in _settings(config, point).named_tariffs
        if own.prices is not None
    }
    codes = dict.fromkeys(each.tariff for each in point.agreements)
    return tuple(code for code in codes if code not in typed_in)


def supply_of(
    config: Config, point: MeterPoint, prices: Callable[[str], TariffPrices | None]
) -> Supply:
    """The meter point as it is charged for; `prices` returns the known prices of a tariff's code.

    Its own tariffs replace the agreements of the account.
    """
    from octoterm.tariffs.supply import Supply

    own, known = own_tariffs_of(config, point)
    found = dict(known)
    for code in tariffs_of(config, point):
        fetched = prices(code)
        if fetched is not None:
            found[code] = fetched
    agreements = own or point.agreements
    return Supply(point.fuel, point.direction, agreements, found, terms_of(config, point))


def region_of(config: Config, point: MeterPoint) -> str | None:
    """The letter of the meter point's region, from the last of its agreements whose code can be
    read; None without one. `config` may name the meter point's own tariffs."""
    from octoterm.tariffs.tariff_code import read_code

    own, _ = own_tariffs_of(config, point)
    codes = [read_code(each.tariff) for each in own or point.agreements]
    regions = [code.region for code in codes if code is not None]
    return regions[-1] if regions else None


def terms_of(config: Config, point: MeterPoint) -> Terms:
    """The terms that are set for the meter point, its account or all of them, in this order."""
    from octoterm.tariffs.rates import DIRECT_DEBIT
    from octoterm.tariffs.terms import Terms

    settings = _settings(config, point)
    return Terms(
        payment_method=settings.payment_method or DIRECT_DEBIT,
        vat=_schedule(settings.vat, point.fuel),
        night_hours=_night_hours(settings),
        calorific_values=_calorific_values(point),
        is_calorific_value_assumed=_is_calorific_value_assumed(point),
        is_rounded=settings.is_rounded or False,
        billing_day=settings.billing_day or Terms().billing_day,
    )


def own_tariffs_of(
    config: Config, point: MeterPoint
) -> tuple[tuple[Agreement, ...], Mapping[str, TariffPrices]]:
    """The tariffs that the configuration names for the meter point, and any prices that it holds
    for them, by code; both are empty if it names none."""
    named = _settings(config, point).named_tariffs
    if not named:
        return (), {}
    vat = terms_of(config, point).vat_of(point.fuel, point.direction)
    prices = {
        agreement.tariff: _typed_in(agreement.tariff, own, own.prices, vat)
        for agreement, own in named
        if own.prices is not None
    }
    return tuple(agreement for agreement, _ in named), prices


def _settings(config: Config, point: MeterPoint) -> ChargeSettings:
    return point.charge_settings.over(config.charge_settings)


def _typed_in(
    code: str, own: OwnTariff, prices: OwnPrices, vat: tuple[VatRate, ...]
) -> TariffPrices:
    """The prices, from the beginning of the tariff on. If they include VAT, it is that of the day
    on which the tariff begins."""
    from octoterm.tariffs.rates import RateRun, Register, TariffPrices
    from octoterm.tariffs.vat import vat_at

    def run(pence: float) -> tuple[RateRun, ...]:
        return (RateRun(own.since, None, (pence,)),)

    if prices.night_rate is None:
        unit_rates = {Register.STANDARD: run(prices.unit_rate)}
    else:
        unit_rates = {
            Register.DAY: run(prices.unit_rate),
            Register.NIGHT: run(prices.night_rate),
        }
    included = vat_at(vat, own.since).percent if prices.vat_included else None
    return TariffPrices(code, unit_rates, run(prices.standing_charge), included, prices.name)


def _schedule(own: tuple[OwnVat, ...] | None, fuel: Fuel) -> tuple[VatRate, ...] | None:
    """The VAT of energy at home, replaced by the household's own at times that have one."""
    if own is None:
        return None
    from octoterm.tariffs.vat import AT_HOME, VatRate, vat_at

    usual = AT_HOME[fuel]
    of_fuel = [each for each in own if each.fuel in (None, fuel)]
    edges = {0, *(each.since for each in usual), *(each.since for each in of_fuel)}
    edges |= {each.until for each in of_fuel if each.until is not None}

    def at(instant: int) -> VatRate:
        for each in of_fuel:
            if each.since <= instant and (each.until is None or instant < each.until):
                return VatRate(instant, Fraction(repr(each.percent)))
        return vat_at(usual, instant)._replace(since=instant)

    return tuple(map(at, sorted(edges)))


def _night_hours(settings: ChargeSettings) -> NightHours | None:
    """The night hours that are set; if none are, the usual ones for a typed-in night rate."""
    from octoterm.tariffs.night_hours import ECONOMY_7, NightHours

    if settings.night_hours is not None:
        return NightHours(*settings.night_hours)
    own = (each.prices for each in settings.tariffs or ())
    has_night_rate = any(each and each.night_rate is not None for each in own)
    return ECONOMY_7 if has_night_rate else None


def _calorific_values(point: MeterPoint) -> tuple[CalorificValue, ...]:
    """The calorific values of gas that is measured in m³, exact."""
    if point.newest is None or point.unit != UNIT_CUBIC_METRES:
        return ()
    from octoterm.tariffs.calorific_values import CalorificValue

    dated = point.newest.calorific_values or ((0, point.newest.calorific_value),)
    return tuple(CalorificValue(since, Fraction(repr(value))) for since, value in dated)


def _is_calorific_value_assumed(point: MeterPoint) -> bool:
    newest = point.newest
    return newest is not None and newest.unit == UNIT_CUBIC_METRES and not newest.calorific_values
