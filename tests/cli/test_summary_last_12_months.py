"""What `octoterm summary` says of the last twelve months."""

from __future__ import annotations

import json

import pytest

from tests.conftest import CommandLine
from tests.support.households import half_hours, readings


@pytest.fixture
def two_years(octoterm: CommandLine) -> CommandLine:
    """From March 2022 to 10 March 2024; 0.2 kWh each half hour, and 0.1 from March 2023 on."""
    usage = dict.fromkeys(half_hours("2022-03-01T00:00Z", "2024-03-11T00:00Z"), 0.2)
    usage |= dict.fromkeys(half_hours("2023-03-01T00:00Z", "2024-03-11T00:00Z"), 0.1)
    octoterm.configure()
    octoterm.store(readings(usage))
    return octoterm


def test_they_stand_below_months_and_years(two_years: CommandLine) -> None:
    # 366 days of 4.8 kWh, after 365 of 9.6 but for the last ten.
    words = (
        "The last 12 months, to 10 Mar 2024: 1,756.8 kWh, "
        "49% less than the 12 months before (365 days compared)"
    )
    for asked in ((), ("--by", "year")):
        assert two_years("summary", *asked).out.splitlines()[-2:] == ["", words]
    for asked in (("--by", "day"), ("--from", "2023-03-01"), ("--compare", "year")):
        assert "last 12 months" not in two_years("summary", *asked).out


@pytest.mark.extended
def test_each_month_and_year_has_those_that_end_with_it(two_years: CommandLine) -> None:
    def last(by: str, *days: str) -> list[float | None]:
        rows = json.loads(two_years("summary", "--by", by, *days, "--format", "json").out)
        return [row["last_12_months_kwh"] for row in rows]

    months = last("month")
    assert months[:12] == [None] * 11 + [pytest.approx(365 * 9.6)]
    assert months[-2:] == [pytest.approx(366 * 4.8)] * 2
    assert last("year") == [None, pytest.approx(59 * 9.6 + 306 * 4.8), pytest.approx(366 * 4.8)]
    assert set(last("week")) == {None}
    assert last("month", "--from", "2024-02-05", "--to", "2024-03-10") == months[-2:]
    assert last("month", "--from", "2024-02-01", "--to", "2024-03-09") == [months[-2], None]
