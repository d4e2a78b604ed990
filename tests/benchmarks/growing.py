"""Loads the CSV named, makes its totals and its views, and prints what each took, as JSON.

Seconds; loading is done once, as when octoterm starts, the rest a few times of which the median
counts. In a process of its own, so that no size finds what another left behind.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median

from octoterm.analysis.base_load import usual_base_load
from octoterm.analysis.comparison.compared_parts import compared_parts
from octoterm.analysis.comparison.comparison import compare
from octoterm.analysis.comparison.references import Reference
from octoterm.analysis.coverage import coverage, months
from octoterm.analysis.profile.average_day import load_profile
from octoterm.analysis.profile.heat_map import choices, heat_map
from octoterm.analysis.summary import summary
from octoterm.analysis.trend.trends import Measure, trend
from octoterm.analysis.unusual_days import later_unusual_day, records, unusual_days
from octoterm.consumption.series import Series
from octoterm.periods.period import Granularity, Period
from octoterm.runtime.slices import finish
from octoterm.runtime.tuning import COLLECT_AFTER
from octoterm.storage.readings_file import ReadingsFile

TIMES = 5


def main(path: Path) -> None:
    gc.disable()
    began = time.perf_counter()
    sheet = finish(ReadingsFile(path).load())
    Series.from_readings(sheet.starts, sheet.values)
    taken = {"loading": [time.perf_counter() - began]}
    assert not sheet.unreadable
    gc.freeze()  # garbage is looked for as it is in the dashboard
    gc.set_threshold(COLLECT_AFTER)
    gc.enable()
    for _ in range(TIMES):  # each with readings of which nothing is known yet
        meter = Series.from_readings(sheet.starts, sheet.values)
        for name, work in works(meter):
            began = time.perf_counter()
            work()
            taken.setdefault(name, []).append(time.perf_counter() - began)
    seconds = {name: median(each) for name, each in taken.items()}
    print(json.dumps({"rows": len(sheet.starts), "seconds": seconds}))


def works(meter: Series) -> Iterator[tuple[str, Callable[[], object]]]:
    """The totals, and what is worked out for each view and each way to look at it."""
    whole, day = meter.whole, meter.latest_day()
    assert whole
    assert day
    yield "totals", partial(summary, meter, Granularity.MONTH)
    yield "clock grid", lambda: meter.clock_grid
    for measure in Measure:
        yield f"trend of {measure.value}", partial(trend, meter, measure, (7, 30, 90))
    yield "profile", partial(load_profile, meter)
    for by in choices(whole):
        yield f"heat map by {by.value}", partial(heat_map, meter, whole, by)
    for kind in (Granularity.DAY, Granularity.WEEK, Granularity.MONTH, Granularity.YEAR):
        for against in Reference:
            period = Period.containing(kind, day)
            yield f"{kind.value} and {against.value}", partial(compare, meter, period, against)
    year = Period.containing(Granularity.YEAR, day)
    yield (
        "weeks compared",
        partial(compared_parts, meter, year, Reference.YEAR, Granularity.WEEK),
    )
    yield "records", partial(records, meter)
    yield "unusual_days", partial(unusual_days, meter)
    yield "later unusual day", partial(later_unusual_day, meter, whole.first)
    yield "coverage", lambda: coverage(meter).words
    yield "calendar", partial(months, meter)
    yield "base line", partial(usual_base_load, meter, day)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
