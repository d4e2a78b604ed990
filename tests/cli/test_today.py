"""`octoterm today`: one line, whatever there is."""

from __future__ import annotations

import json
import resource
from datetime import date, timedelta

import pytest

from octoterm.analysis.sentences import latest_day_in_words
from tests.conftest import CommandLine
from tests.support.households import london_day, readings, utc
from tests.support.plainly import REAL, Home, of
from tests.support.simulated import simulated

LAST = date(2024, 4, 10)


def household() -> dict[int, float]:
    """Ten weeks of 4.8 kWh, the last day twice that, and the first hours of the day after."""
    usage = {}
    for ago in range(70):
        starts = london_day(LAST - timedelta(days=ago))
        usage |= dict.fromkeys(starts, 0.1 if ago else 0.2)
    return usage | dict.fromkeys(london_day(LAST + timedelta(days=1))[:3], 0.1)


def on(monkeypatch: pytest.MonkeyPatch, now: str) -> None:
    monkeypatch.setattr("octoterm.cli.today.time.time", lambda: utc(now))


@pytest.fixture(autouse=True)
def _on_the_next_day(monkeypatch: pytest.MonkeyPatch) -> None:
    on(monkeypatch, "2024-04-12T09:00Z")


@pytest.fixture
def home(octoterm: CommandLine) -> CommandLine:
    octoterm.configure()
    octoterm.store(readings(household()))
    return octoterm


def test_the_latest_complete_day_is_told_in_one_line(home: CommandLine) -> None:
    result = home("today")
    assert (result.exit_code, result.err) == (0, "")
    assert result.out == latest_day_in_words(of(household())) + "\n"
    assert result.out.startswith(
        "Wed 10 Apr 2024: 9.60 kWh, 100% more than a usual Wednesday. Highest of all 70 complete "
        "days. Highest half hour so far: 0.20 kWh at 00:00"
    )


@pytest.mark.extended
def test_old_readings_are_said_to_be_old_first(
    home: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    recent = home("today").out
    on(monkeypatch, "2024-04-29T09:00Z")
    assert home("today").out == f"No readings since 11 Apr, 18 days. {recent}"


def test_without_readings_there_is_a_line_too(octoterm: CommandLine) -> None:
    octoterm.configure()
    result = octoterm("today")
    said = "Nothing is stored yet for Electricity: `octoterm sync` downloads its readings.\n"
    assert (result.exit_code, result.out, result.err) == (0, said, "")


def test_a_file_that_cannot_be_read_is_not_taken_for_an_empty_one(octoterm: CommandLine) -> None:
    octoterm.configure()
    octoterm.store(["nonsense"])
    result = octoterm("today")
    assert result.exit_code == 0
    assert "cannot be read" in result.out
    assert result.out.count("\n") == 1


def test_unreadable_lines_and_other_meters_are_not_mentioned_in_every_prompt(
    octoterm: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(monkeypatch, "2024-06-03T09:00Z")
    base = "https://api.octopus.energy/v1"
    meters = {"Upstairs": "electricity", "Heating": "gas"}
    octoterm.configure(
        {
            "accounts": [
                {
                    "name": name,
                    "url": f"{base}/{fuel}-meter-points/{number}000/meters/1/consumption",
                    "apikey": "k",
                    "csv": f"{name}.csv",
                }
                for number, (name, fuel) in enumerate(meters.items(), 2)
            ]
        }
    )
    octoterm.store(["nonsense", *readings(london_day(date(2024, 6, 1)))], "Upstairs.csv")
    octoterm.store(readings(london_day(date(2024, 7, 1))), "Heating.csv")
    result = octoterm("today")
    assert (result.out, result.err) == ("Sat 1 Jun 2024: 12.00 kWh\n", "")
    assert octoterm("today", "--meter", "heating").out == "Mon 1 Jul 2024: 12.00 kWh\n"
    assert octoterm("today", "--meter", "cellar").exit_code == 2


@pytest.mark.extended
def test_its_figures_are_those_of_the_summary(home: CommandLine) -> None:
    asked = ("summary", "--by", "day", "--from", "2024-04-10", "--to", "2024-04-10")
    (day,) = json.loads(home(*asked, "--format", "json").out)
    assert f"{day['label']}: {day['kwh']:.2f} kWh, " in home("today").out


@pytest.mark.extended
@REAL
def test_the_real_household_is_told_of_its_base_load(octoterm: CommandLine) -> None:
    octoterm.configure()
    octoterm.store(Home("electricity").rows)
    line = octoterm("today").out
    assert line.startswith("Wed 10 Apr 2024: 7.82 kWh, ")
    assert "% less than a usual Wednesday" in line
    assert line.endswith(". 7-day base load 163 W, 29 W above its 90-day average\n")


@pytest.mark.slow
def test_on_ten_years_it_is_no_slower_than_the_summary_by_month(octoterm: CommandLine) -> None:
    octoterm.configure()
    octoterm.store(readings(simulated("electricity", date(2014, 1, 1), date(2023, 12, 10))))
    taken: dict[str, list[float]] = {"today": [], "summary": []}
    for _ in range(9):
        for command, times in taken.items():
            before = processor_time_of_children()
            with octoterm.start(command) as process:
                process.communicate(timeout=60)
            times.append(processor_time_of_children() - before)
    noise = 1.15  # it takes nine tenths of that on a quiet machine
    assert min(taken["today"]) <= noise * min(taken["summary"])


def processor_time_of_children() -> float:
    """Seconds; unlike those of a clock they hardly depend on what else the machine does."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
