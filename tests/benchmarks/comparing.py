"""Loads the CSV named and compares tariffs over its readings; prints what each took, as JSON.

Seconds: `loading` is from the file to the readings by day; `months` is of the last twelve months
and 20 tariffs with half-hourly prices; `flat` and `half_hourly` are of all readings and one
tariff. With `--stretch`, it is only the longest of them all between two turns, of this process's
own time: to look at that takes as long as some of the turns.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from array import array
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random

from octoterm.consumption.days import Columns
from octoterm.consumption.series import Series
from octoterm.household.account import Agreement, Direction
from octoterm.household.meter import Fuel
from octoterm.periods.london import SECONDS_A_DAY
from octoterm.runtime.slices import Sliced, finish
from octoterm.storage.readings_file import ReadingsFile
from octoterm.tariff_comparison.candidates import Candidate, Method
from octoterm.tariff_comparison.comparison import compare_tariffs
from octoterm.tariffs.rates import RateRun, Register, TariffPrices
from octoterm.tariffs.supply import Supply
from octoterm.tariffs.terms import Terms
from tests.benchmarks.comparison import TARIFFS

CHARGES = (RateRun(0, None, (42.1768,)),)


def main(path: Path, *, stretch: bool) -> None:
    gc.disable()
    begun = time.perf_counter()
    sheet = finish(ReadingsFile(path).load())
    meter = Series.from_readings(sheet.starts, sheet.values)
    taken = {"loading": time.perf_counter() - begun}
    assert meter.first_day
    assert meter.last_day
    first, last = meter.first_day, meter.last_day
    a_year = last - timedelta(days=364)
    readings = Columns(sheet.starts, sheet.values)
    several = [half_hourly(seed, a_year, last) for seed in range(TARIFFS)]
    stretches = []
    for name, begin, candidates in (
        ("months", a_year, several),
        ("flat", first, [flat("E-1R-FIX-12M-24-10-01-C", 22.5175)]),
        ("half_hourly", first, [half_hourly(TARIFFS, first, last)]),
    ):
        own = flat("E-1R-VAR-22-11-01-C", 24.1173).supply
        begun = time.perf_counter()
        steps = compare_tariffs(own, candidates, readings, begin, last, meter.calendar)
        if stretch:
            stretches += between_turns(steps)
        else:
            finish(steps)
        taken[name] = time.perf_counter() - begun
    print(json.dumps({"stretch": max(stretches)} if stretch else taken))


def between_turns(steps: Sliced[object]) -> Iterator[float]:
    """How long each step takes."""
    turn = time.process_time()
    for _ in steps:
        yield time.process_time() - turn
        turn = time.process_time()


def flat(code: str, pence: float) -> Candidate:
    """A tariff with one price."""
    return _candidate(code, [RateRun(0, None, (pence,))])


def half_hourly(seed: int, first: date, last: date) -> Candidate:
    """A tariff with a price for each half hour, in runs of a day as they are stored."""
    chance = Random(seed)
    midnights = range(*((day - date(1970, 1, 1)).days for day in (first, last)))
    runs = [
        RateRun(
            SECONDS_A_DAY * number,
            1800,
            array("d", [round(chance.gauss(20, 9), 2) for _ in range(48)]),
        )
        for number in (midnights[0] - 1, *midnights, midnights[-1] + 1, midnights[-1] + 2)
    ]
    return _candidate(f"E-1R-AGILE-{seed}-C", runs)


def _candidate(code: str, runs: Sequence[RateRun]) -> Candidate:
    prices = TariffPrices(code, {Register.STANDARD: tuple(runs)}, CHARGES)
    supply = Supply(
        Fuel.ELECTRICITY, Direction.IMPORT, (Agreement(code, 0),), {code: prices}, Terms()
    )
    return Candidate(code, code, Method.ONE_CODE, supply)


if __name__ == "__main__":
    main(Path(sys.argv[1]), stretch="--stretch" in sys.argv)
