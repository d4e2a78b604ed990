"""A home's true readings, files of other tools that hold them, and what an import makes of these.

Files are written here without octoterm's own code for times.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random

from octoterm.household.api_key import ApiKey
from octoterm.household.meter import Fuel, Meter
from octoterm.imports.plan import Plan, plan
from octoterm.imports.reading_files import read_file
from octoterm.imports.statement import Stated
from tests.support.households import LONDON, half_hours, stamp, utc

Readings = Mapping[int, str]
"""Start (UTC seconds) → number as a file has it."""
NOW = utc("2026-01-01T00:00Z")
HALF_HOUR = 1800
N3RGY = "timestamp (UTC),energyConsumption (kWh)"


@cache
def true_readings(since: str, until: str, zeros: float = 0.0, seed: int = 1) -> Readings:
    """The consumption in each half hour; `zeros` is the share of half hours without any."""
    random = Random(seed)
    return {
        start: "0" if random.random() < zeros else f"{random.randrange(40, 900) / 1000:.3f}"
        for start in half_hours(since, until)
    }


def floats(readings: Readings) -> dict[int, float]:
    return {start: float(number) for start, number in readings.items()}


def part(readings: Readings, since: str, until: str) -> dict[int, float]:
    """What is stored: the readings from `since` to `until`."""
    begin, end = utc(since), utc(until)
    return {start: float(number) for start, number in readings.items() if begin <= start < end}


def clock(instant: int, form: str = "%Y-%m-%d %H:%M", zone: object = LONDON) -> str:
    """What a clock in this zone shows."""
    return datetime.fromtimestamp(instant, zone).strftime(form)  # type: ignore[arg-type]


def table(header: str, lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in (header, *lines))


def n3rgy(readings: Readings, header: str = N3RGY, late: int = HALF_HOUR) -> str:
    """n3rgy's file: its times are in UTC, and are the ends of half hours."""
    return table(header, (f"{clock(start + late, zone=UTC)},{n}" for start, n in readings.items()))


def website(readings: Readings, late: int = 0) -> str:
    lines = (
        f" {n}, {n}5, 1.12, {_iso(start + late)}, {_iso(start + late + HALF_HOUR)}"
        for start, n in readings.items()
    )
    costs = "Estimated Cost Inc. Tax (p), Standing Charge Inc. Tax (p)"
    return table(f"Consumption (kwh), {costs}, Start, End", lines)


def home_and_car(readings: Readings) -> str:
    """As the website splits consumption: 0.040 kWh of each half hour are the home's."""
    lines = (
        f"0.040,1.1,27.5,{Decimal(n) - Decimal('0.040')},0.3,7.5,{_iso(start)},"
        f"{_iso(start + HALF_HOUR)}"
        for start, n in readings.items()
    )
    home = "Home Consumption (kWh),Estimated Home Cost Inc. Tax (p),Home Unit Rate (p)"
    return table(f"{home},{home.replace('Home', 'EV')},Start,End", lines)


def own_csv(readings: Readings, late: int = 0) -> str:
    lines = (
        f'"{stamp(start + late)}","{stamp(start + late + HALF_HOUR)}",{n}'
        for start, n in readings.items()
    )
    return table("Start,End,Consumption", lines)


def summary_csv(readings: Readings) -> str:
    """As `octoterm summary --by half-hour --format csv` prints it, with a gap at its end."""
    lines = [
        f"{_iso(start)},{_iso(start + HALF_HOUR)},A label,{n},1,1" for start, n in readings.items()
    ]
    last = max(readings) + HALF_HOUR
    lines.append(f"{_iso(last)},{_iso(last + HALF_HOUR)},A label,0.0,0,1")
    return table("start,end,label,kwh,readings,expected", lines)


def exported_csv(readings: Readings, meter: str = "Electricity") -> str:
    lines = (
        f"{meter},{stamp(start)},{stamp(start + HALF_HOUR)},{n}" for start, n in readings.items()
    )
    return table("meter,start,end,kwh", lines)


def json_lines(readings: Readings, meter: str = "Electricity") -> str:
    return "".join(
        f'{{"meter": "{meter}", "start": "{stamp(start)}", "end": "{stamp(start + HALF_HOUR)}", '
        f'"kwh": {n}}}\n'
        for start, n in readings.items()
    )


def summary_json(readings: Readings) -> str:
    return json.dumps(
        [
            {"start": _iso(start), "end": _iso(start + HALF_HOUR), "kwh": float(n), "readings": 1}
            for start, n in readings.items()
        ]
    )


def api_page(readings: Readings) -> str:
    results = [
        {
            "consumption": float(n),
            "interval_start": stamp(start),
            "interval_end": stamp(start + HALF_HOUR),
        }
        for start, n in readings.items()
    ]
    page = {"count": len(results), "next": None, "previous": None, "results": results[::-1]}
    return json.dumps(page)


def api_pages(readings: Readings) -> str:
    items = [*readings.items()]
    return f"[{api_page(dict(items[:7]))},\n{api_page(dict(items[7:]))}]"


LAYOUTS: Mapping[str, Callable[[Readings], str]] = {
    "n3rgy": n3rgy,
    "website": website,
    "home and car": home_and_car,
    "own": own_csv,
    "summary": summary_csv,
    "summary as JSON": summary_json,
    "export": exported_csv,
    "JSON lines": json_lines,
    "API page": api_page,
    "API pages": api_pages,
}


def of_clock(
    readings: Readings, form: str = "%d/%m/%Y %H:%M", late: int = 0, zone: object = LONDON
) -> str:
    """Another tool's table, whose times do not say which zone they are in."""
    return table("When,Used", (f"{clock(s + late, form, zone)},{n}" for s, n in readings.items()))


def a_meter(fuel: Fuel = Fuel.ELECTRICITY, unit: str = "kWh") -> Meter:
    return Meter(
        fuel.label, fuel, "2000", "1", "https://a.invalid/", ApiKey("k"), Path("/x.csv"), unit
    )


def planned(
    *texts: str,
    held: Mapping[int, float] | None = None,
    meter: Meter | None = None,
    columns: Mapping[str, str] | None = None,
    **stated: str | int,
) -> Plan:
    """What an import of files with these texts would do."""
    said = Stated(columns=columns, **stated)  # type: ignore[arg-type]
    meter = meter or a_meter()
    keys = frozenset({meter.name.casefold()})
    files = [read_file([text], f"file {n}", keys, columns) for n, text in enumerate(texts)]
    return plan(files, meter, held or {}, said, NOW)


def refusals(found: Plan) -> list[tuple[str, str]]:
    """Why each file is refused, and the options that would take it."""
    return [(each.refusal, each.evidence.option) for each in found.refused]


WHEN: Mapping[str, str] = {"start": "When", "kwh": "Used"}
"""The columns of `of_clock`."""


def new_of(found: Plan) -> dict[int, float]:
    """What would be imported."""
    assert not found.refused, refusals(found)
    return {start: float(value) for start, value in found.new.items()}


def rows_of(found: Plan) -> Sequence[str]:
    """The lines that would be stored."""
    return [row.line for row in found.rows()]


def _iso(instant: int) -> str:
    return datetime.fromtimestamp(instant, LONDON).isoformat()
