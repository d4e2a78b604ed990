"""Half hours of meters as CSV, JSON lines, line protocol and OpenMetrics."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence

import pytest

from octoterm.export.stream import delimited
from octoterm.export.stream.labelled import Labelled, Labels, between, stamps, starts_and_ends
from octoterm.export.stream.line_protocol import line_protocol
from octoterm.export.stream.openmetrics import openmetrics
from octoterm.periods.london import HALF_HOUR
from tests.support.households import half_hours, utc

HOME = Labels("Home", "electricity", "import")
ODD = Labels('Mum\'s "flat", A=1\\', "gas", "import")
STARTS = half_hours("2024-03-30T23:00Z", "2024-03-31T02:00Z")


def of(labels: Labels = HOME, *pieces: tuple[Sequence[int], Sequence[float]]) -> Labelled:
    return Labelled(labels, pieces or ((STARTS, [0.25] * len(STARTS)),), "kwh")


def test_times_are_in_utc_whatever_the_clocks_do() -> None:
    assert [*stamps(STARTS[2:5])] == [
        "2024-03-31T00:00:00Z", "2024-03-31T00:30:00Z", "2024-03-31T01:00:00Z",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "starts",
    [STARTS, range(STARTS[0], STARTS[-1], HALF_HOUR), STARTS[:1], [*STARTS[:2], *STARTS[4:]], []],
    ids=["list", "range", "one", "gap", "none"],
)
def test_each_half_hour_ends_when_the_next_one_begins(starts: Sequence[int]) -> None:
    expected = [tuple(stamps([start, start + HALF_HOUR])) for start in starts]
    assert [*starts_and_ends(starts)] == expected


def test_csv_has_a_heading_and_a_line_for_each_half_hour_of_every_meter() -> None:
    text = "".join(delimited.csv([of(), of(ODD, ([STARTS[0]], [1e-7]))]))
    heading, first, *_, last = csv.reader(io.StringIO(text))
    assert heading == ["meter", "start", "end", "kwh"]
    assert first == ["Home", "2024-03-30T23:00:00Z", "2024-03-30T23:30:00Z", "0.25"]
    assert last == [ODD.meter, *first[1:3], "1e-07"]
    assert len(text.splitlines()) == len(STARTS) + 2


@pytest.mark.parametrize("write", [delimited.csv, delimited.jsonl, line_protocol])
def test_nothing_is_written_of_nothing(write: object) -> None:
    assert "".join(write([of(HOME, ([], []))])) == ""  # type: ignore[operator]


def test_json_has_an_object_on_each_line() -> None:
    lines = "".join(delimited.jsonl([of(), of(ODD)])).splitlines()
    assert json.loads(lines[0]) == {
        "meter": "Home",
        "start": "2024-03-30T23:00:00Z",
        "end": "2024-03-30T23:30:00Z",
        "kwh": 0.25,
    }
    assert json.loads(lines[-1])["meter"] == ODD.meter
    assert len(lines) == 2 * len(STARTS)


def test_the_line_protocol_has_tags_and_nanoseconds() -> None:
    lines = "".join(line_protocol([of(), of(ODD)])).splitlines()
    stamp = STARTS[0] * 10**9
    assert lines[0] == f"octoterm,meter=Home,fuel=electricity,direction=import kwh=0.25 {stamp}"
    assert lines[-1].startswith(
        r'octoterm,meter=Mum\'s\ "flat"\,\ A\=1,fuel=gas,'.replace(r"\'", "'")
    )


def test_open_metrics_tell_what_there_is_now() -> None:
    two_days = half_hours("2024-03-10T00:00Z", "2024-03-12T00:00Z")
    values = [0.1] * 48 + [0.2] * 48
    text = "".join(
        openmetrics([of(HOME, (two_days[:50], values[:50]), (two_days[50:], values[50:]))])
    )
    labels = '{meter="Home",fuel="electricity",direction="import"}'
    assert f"octoterm_kwh_stored{labels} 14.4\n" in text
    assert f"octoterm_kwh_latest_day{labels} 9.6\n" in text
    assert f"octoterm_read_until_seconds{labels} {utc('2024-03-12T00:00Z')}\n" in text
    assert text.endswith("# EOF\n")
    for line in text.splitlines():
        assert re.fullmatch(r"# .+|\w+\{.*\} [-\d.e]+", line), line


def test_a_gap_is_not_a_day_of_use() -> None:
    starts = [utc("2024-03-01T00:00Z"), utc("2024-03-20T00:00Z")]
    text = "".join(openmetrics([of(HOME, (starts, [5.0, 0.3]))]))
    assert re.search(r"latest_day\{.*\} 0\.3\n", text)


def test_only_what_begins_between_the_times_is_kept() -> None:
    pieces = [(STARTS[:3], [1.0, 2.0, 3.0]), (STARTS[3:], [4.0, 5.0, 6.0])]
    kept = [*between(pieces, STARTS[1], STARTS[4])]
    assert [start for starts, _ in kept for start in starts] == STARTS[1:4]
    assert [value for _, values in kept for value in values] == [2.0, 3.0, 4.0]
