"""Loads the CSV named and makes its costs from the stored prices; prints what each took, as JSON.

Seconds: `loading` is from the file to the readings by day, `reading` from the file of prices to
its rates, and `pricing` from both to the costs by day.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from itertools import pairwise
from pathlib import Path

from octoterm.consumption.days import Columns
from octoterm.consumption.series import Series
from octoterm.costs.cost_series import cost_series
from octoterm.costs.costing import costing
from octoterm.household.account import Agreement, Direction
from octoterm.household.meter import Fuel
from octoterm.runtime.slices import finish
from octoterm.storage.readings_file import ReadingsFile
from octoterm.storage.state.rates_file import load_prices
from octoterm.tariffs.supply import Supply
from octoterm.tariffs.terms import Terms
from tests.benchmarks.costs import PRICES, TARIFF


def main(path: Path) -> None:
    gc.disable()
    clock = [time.perf_counter()]
    sheet = finish(ReadingsFile(path).load())
    meter = Series.from_readings(sheet.starts, sheet.values)
    clock.append(time.perf_counter())
    stored = load_prices(path.parent / PRICES, TARIFF)
    clock.append(time.perf_counter())
    assert stored
    assert meter.first_day
    assert meter.last_day
    supply = Supply(
        Fuel.ELECTRICITY, Direction.IMPORT, (Agreement(TARIFF, 0),),
        {TARIFF: stored.prices}, Terms(),
    )  # fmt: skip
    readings = Columns(sheet.starts, sheet.values)
    found = finish(costing(supply, readings, meter.first_day, meter.last_day, meter.calendar))
    costs = finish(cost_series(found))
    clock.append(time.perf_counter())
    assert len(costs) == len(meter)
    names = ("loading", "reading", "pricing")
    taken = [after - before for before, after in pairwise(clock)]
    print(json.dumps(dict(zip(names, taken, strict=True))))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
