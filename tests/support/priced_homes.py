"""A home whose meter has tariffs, with their prices stored as a sync stores them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from octoterm.runtime.slices import finish
from octoterm.storage.folders import Folders
from octoterm.storage.state.rates_file import STANDING, PriceList, StoredPrices, update_prices
from octoterm.tariffs.rates import TariffPrices
from tests.conftest import CommandLine
from tests.support.households import readings, stamp

MPAN = "2000000000001"


def store_prices(prices: TariffPrices, folder: Path | None = None) -> None:
    """Keep these prices in the home of the test."""
    stored = StoredPrices(TariffPrices(prices.tariff))
    for register, runs in prices.unit_rates.items():
        stored = stored.with_list(register.value, PriceList("/somewhere/", 0, None, 1), runs)
    charges = prices.standing_charges
    stored = stored.with_list(STANDING, PriceList("/standing/", 0, None, 1), charges)
    finish(update_prices(folder or Folders.of_user().prices, prices.tariff, lambda _: stored))


def move_in(
    octoterm: CommandLine,
    usage: Mapping[int, float],
    prices: Iterable[TariffPrices],
    tariffs: object = None,
    **settings: object,
) -> None:
    """Configure a meter with these readings (by UTC start) and tariffs, by default the first one
    from 2010 on, and keep their prices."""
    known = [*prices]
    for each in known:
        store_prices(each)
    agreed = [{"from": "2010-01-01", "to": None, "tariff": known[0].tariff}] if known else []
    octoterm.configure(
        {
            "url": "https://api.octopus.energy",
            "apikey": "sk_live_secret",
            "mpan": MPAN,
            "serial": "21L0000001",
            "csv": "readings.csv",
            "tariffs": agreed if tariffs is None else tariffs,
        }
        | settings
    )
    octoterm.store(readings(usage))


def website_csv(rows: Mapping[int, tuple[float, float]]) -> str:
    """The supplier's CSV with costs: kWh and pence by UTC start."""
    lines = [
        "Consumption (kwh), Estimated Cost Inc. Tax (p), Standing Charge Inc. Tax (p), Start, End"
    ]
    for start, (kwh, pence) in rows.items():
        lines.append(f"{kwh},{pence},1.12,{stamp(start)},{stamp(start + 1800)}")
    return "\n".join(lines) + "\n"
