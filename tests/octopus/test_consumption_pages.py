"""Pages of readings: what is on them, and what cannot be used."""

from __future__ import annotations

import json

import pytest

from octoterm.octopus import consumption_pages
from octoterm.runtime.slices import finish
from tests.octopus.test_client import HALF_HOUR, MIDNIGHT
from tests.support.asking import ask
from tests.support.loopback import (
    Response,
    loopback,
    page,
    reading,
    utc,
)


async def test_numbers_strings_and_every_way_to_write_utc_are_fine():
    results = [
        {"consumption": value, "interval_start": start, "interval_end": end}
        for value, start, end in (
            (0.063, "2024-03-14T00:00:00Z", "2024-03-14T00:30:00Z"),
            ("0.125", "2024-03-14T00:30:00+00:00", "2024-03-14T01:00:00+00:00"),
            (0, "2020-03-29T00:30:00Z", "2020-03-29T02:00:00+01:00"),
            (1.0, "2020-10-25T01:30:00+01:00", "2020-10-25T01:00:00Z"),
        )
    ]
    with loopback(page(results)) as server:
        asked = await ask(server)
    assert [(row.start, row.value) for row in asked.pages[0].rows] == [
        (utc("2024-03-14 00:00"), 0.063),
        (utc("2024-03-14 00:30"), 0.125),
        (utc("2020-03-29 00:30"), 0.0),
        (utc("2020-10-25 00:30"), 1.0),
    ]
    assert asked.pages[0].rows[2].line == '"2020-03-29T00:30:00Z","2020-03-29T02:00:00+01:00",0'
    assert asked.pages[0].skipped == ()


@pytest.mark.extended
@pytest.mark.parametrize(
    "consumption", ["null", "true", "-0.1", "NaN", "Infinity", "1e400", "1000.1", '"many"', "[]"]
)
async def test_an_impossible_consumption_is_skipped_with_a_reason(consumption: str):
    good, bad = (json.dumps(reading(MIDNIGHT + n)) for n in (0, HALF_HOUR))
    bad = bad.replace("0.1", consumption)
    body = f'{{"next": null, "results": [{bad}, {good}]}}'.encode()
    with loopback(Response(body=body)) as server:
        asked = await ask(server)
    assert asked.starts == [MIDNIGHT]
    (reason,) = asked.pages[0].skipped
    assert reason


@pytest.mark.parametrize(
    "odd",
    [
        {"interval_end": "2024-03-14T01:00:00Z"},
        {"interval_end": "2024-03-14T00:00:00Z"},
        {"interval_end": None},
        {"interval_start": "2024-03-14T00:00:00"},
        {"interval_start": "2024-03-14T00:10:00Z", "interval_end": "2024-03-14T00:40:00Z"},
        {"interval_start": "yesterday"},
        {"interval_start": 1710374400},
    ],
)
async def test_what_is_not_a_half_hour_is_skipped_with_a_reason(odd: dict[str, object]):
    results = [reading(MIDNIGHT) | odd, reading(MIDNIGHT + HALF_HOUR)]
    with loopback(page(results)) as server:
        asked = await ask(server)
    assert asked.starts == [MIDNIGHT + HALF_HOUR]
    assert len(asked.pages[0].skipped) == 1


async def test_a_result_that_is_no_object_is_skipped():
    with loopback(page([None, 7, "text", reading(MIDNIGHT)])) as server:
        asked = await ask(server)
    assert asked.starts == [MIDNIGHT]
    assert len(asked.pages[0].skipped) == 3


def test_a_large_page_is_read_in_slices():
    results = [reading(MIDNIGHT + n * HALF_HOUR) for n in range(5000)]
    body = json.dumps({"next": None, "results": results}).encode()
    steps = consumption_pages.read_page(body, hide=str)
    assert sum(1 for _ in steps) >= 5


def test_a_large_page_is_not_parsed_all_at_once(monkeypatch):
    longest = []

    def parse(text: bytes) -> object:
        longest.append(len(text))
        return json.loads(text)

    monkeypatch.setattr(consumption_pages, "_json", parse)
    results = [reading(MIDNIGHT + n * HALF_HOUR) for n in range(5000)]
    read = finish(
        consumption_pages.read_page(json.dumps({"next": None, "results": results}).encode(), str)
    )
    assert len(read.rows) == 5000
    assert max(longest) < 70_000
