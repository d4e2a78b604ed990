"""A hundred meters in a real VictoriaMetrics: every Wh is there, and Grafana's queries answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

from tests.conftest import CommandLine
from tests.fleet.homes import homes
from tests.fleet.servers import QUERY, victoria_metrics
from tests.support.docs_page import arguments, examples
from tests.support.households import half_hours
from tests.support.shell import Shell

pytestmark = pytest.mark.slow

(PUSH,) = examples("FLEET", "command")
METERS = 100
SINCE, UNTIL = "2022-04-01T00:00+01:00", "2024-04-01T00:00+01:00"
LAST_SECOND = "2024-03-31T22:59:59Z"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    with victoria_metrics(tmp_path) as origin:
        yield origin


def found(server: str, query: str, at: str) -> dict[str, float]:
    """Meter → the value of the query at this time, once what was pushed can be found."""
    flush(server)
    asked = urlencode({"query": query, "time": at, "nocache": "1"})
    with urlopen(f"{server}/api/v1/query?{asked}") as answer:
        return values_in(answer.read())


def flush(server: str) -> None:
    with urlopen(f"{server}/internal/force_flush") as flushed:
        flushed.read()


def values_in(answer: str | bytes) -> dict[str, float]:
    """Meter → value."""
    result = json.loads(answer)["data"]["result"]
    return {each["metric"].get("meter", ""): float(each["value"][1]) for each in result}


def pushing(server: str, *more: str) -> list[str]:
    return [*arguments(PUSH.replace("http://127.0.0.1:8428", server)), *more]


def test_a_hundred_meters_of_two_years_are_there_to_the_wh(
    octoterm: CommandLine, server: str
) -> None:
    totals = homes(octoterm.here, METERS, SINCE, UNTIL)
    result = octoterm(*pushing(server))
    assert (result.exit_code, result.out) == (0, "")
    assert result.err == f"{METERS * len(half_hours(SINCE, UNTIL)):,} half hours sent.\n"
    query = "sum by (meter) (sum_over_time(octoterm_kwh[731d]))"
    kwh = found(server, query, LAST_SECOND)
    assert {meter: round(1000 * each) for meter, each in kwh.items()} == {
        meter: sum(months.values()) for meter, months in totals.items()
    }
    months = {"31d1h": ("2023-10-31T23:59:59Z", "2023-10"), "30d23h": (LAST_SECOND, "2024-03")}
    for length, (at, month) in months.items():
        kwh = found(server, query.replace("731d", length), at)
        assert {meter: round(1000 * each) for meter, each in kwh.items()} == {
            meter: each[month] for meter, each in totals.items()
        }
    assert octoterm(*pushing(server)).err == "", "nothing is new"


def test_the_query_of_the_page_answers(octoterm: CommandLine, server: str) -> None:
    totals = homes(octoterm.here, 2, "2024-04-20T00:00+01:00", "2024-06-02T00:00+01:00")
    octoterm(*pushing(server))
    flush(server)
    asked = QUERY.replace("http://127.0.0.1:8428", server)
    kwh = values_in(Shell(octoterm.home, "curl").run(asked))
    assert {meter: round(1000 * each) for meter, each in kwh.items()} == {
        meter: months["2024-05"] for meter, months in totals.items()
    }


def test_every_panel_of_the_dashboard_has_data(octoterm: CommandLine, server: str) -> None:
    homes(octoterm.here, 1, "2024-02-01T00:00Z", "2024-04-01T00:00+01:00")
    path = octoterm.here / "config.json"
    tariff = {"from": "2023-01-01", "unit_rate": 20.0, "standing_charge": 50.0}
    content = json.loads(path.read_text())
    content["accounts"][0]["tariffs"] = [tariff]
    path.write_text(json.dumps(content))
    for more in ((), ("--in", "cost")):
        assert octoterm(*pushing(server, *more)).exit_code == 0
    board = json.loads(octoterm("export", "--grafana").out)
    for panel in board["panels"]:
        for target in panel["targets"]:
            query = target["expr"].replace("$meter", ".*")
            values = found(server, query, LAST_SECOND)
            assert [*values] == ["meter-000"], panel["title"]
            assert values["meter-000"] > 0, panel["title"]
