"""`octoterm report`: a page about the latest day, week, month or bill."""

from __future__ import annotations

import json
import socket
from datetime import date, timedelta
from email import message_from_bytes
from email.policy import default

import pytest

from tests.conftest import CommandLine
from tests.support.docs_page import arguments, each_example, examples
from tests.support.households import london_day, readings, utc
from tests.support.shell import Shell

LAST = date(2024, 4, 10)
"""A Wednesday, after the change of the clocks."""

TARIFF = {"from": "2023-01-01", "unit_rate": 20.0, "standing_charge": 50.0, "vat_included": False}
METER = {
    "apikey": "sk_live_secret",
    "mpan": "2000000000001",
    "serial": "21L",
    "csv": "r.csv",
    "tariffs": [TARIFF],
}


def usage() -> dict[int, float]:
    """Ten weeks of 4.8 kWh a day; on Tuesday 2 April 48 kWh, and on the 4th an hour is missing."""
    found = {}
    for ago in range(70):
        day = LAST - timedelta(days=ago)
        kwh = 1.0 if day == date(2024, 4, 2) else 0.1
        found |= dict.fromkeys(london_day(day), kwh)
    for start in london_day(date(2024, 4, 4))[20:22]:
        del found[start]
    return found


@pytest.fixture
def home(octoterm: CommandLine, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    monkeypatch.setattr("octoterm.cli.server.report.time.time", lambda: utc("2024-04-11T07:00Z"))
    octoterm.configure(METER)
    octoterm.store(readings(usage()), "r.csv")
    return octoterm


def section(home: CommandLine, *arguments: str) -> dict[str, object]:
    page = json.loads(home("report", "--json", *arguments).out)
    first: dict[str, object] = page["sections"][0]
    return {**first, "title": page["title"]}


def test_a_week_is_the_latest_whole_one(home: CommandLine) -> None:
    found = section(home)
    assert found["title"] == "Week: 1–7 Apr 2024"
    kwh = 6 * 4.8 - 0.2 + 48
    cost = (20 * kwh + 7 * 50) * 1.05 / 100
    figures = found["figures"]
    assert isinstance(figures, list)
    assert figures[0].startswith(f"Cost £{cost:.2f} with £{7 * 0.5 * 1.05:.2f} standing")
    assert f"Total {kwh:.2f} kWh" in figures
    assert "2 of 336 readings missing" in figures
    sentences = found["sentences"]
    assert isinstance(sentences, list)
    assert "4 Apr 2024 10:00 to 11:00 missing, 2 half hours." in sentences
    assert "Highest of all 69 complete days: 48.00 kWh on Tue 2 Apr 2024." in sentences
    assert any("unusual day: Tue 2 Apr" in each for each in sentences)
    bars = found["bars"]
    assert isinstance(bars, list)
    assert [bar["label"] for bar in bars][:2] == ["Mon 1", "Tue 2"]
    assert [bar["value"] for bar in bars] == [4.8, 48.0, 4.8, 4.6, 4.8, 4.8, 4.8]


@pytest.mark.extended
@pytest.mark.parametrize(("days", "is_said"), [(59, False), (60, True)])
def test_a_record_needs_sixty_complete_days(home: CommandLine, days: int, is_said: bool) -> None:
    whole = {start: 0.1 for ago in range(days) for start in london_day(LAST - timedelta(ago))}
    peak = dict.fromkeys(london_day(date(2024, 4, 2)), 1.0)
    home.store(readings(whole | peak), "r.csv")
    said = f"Highest of all {days} complete days: 48.00 kWh on Tue 2 Apr 2024."
    assert (said in section(home)["sentences"]) == is_said  # type: ignore[operator]


@pytest.mark.extended
@pytest.mark.parametrize(
    ("option", "title", "bars"),
    [
        ("--day", "Day: Wed 10 Apr 2024", 24),
        ("--month", "Month: March 2024", 5),
        ("--bill", "Bill: March 2024", 5),
    ],
)
def test_other_pages_are_of_the_latest_whole_one_too(
    home: CommandLine, option: str, title: str, bars: int
) -> None:
    found = section(home, option)
    assert found["title"] == title
    values = [bar["value"] for bar in found["bars"]]  # type: ignore[attr-defined]
    assert len(values) == bars
    assert values == [value and round(value, 3) for value in values]


def test_a_day_on_which_the_clocks_change_has_its_own_hours(home: CommandLine) -> None:
    end = utc("2024-04-01T00:00+01:00")
    home.store(readings({s: kwh for s, kwh in usage().items() if s < end}), "r.csv")
    found = section(home, "--day")
    assert found["title"] == "Day: Sun 31 Mar 2024"
    labels = [bar["label"] for bar in found["bars"]]  # type: ignore[union-attr, index]
    assert labels == [f"{hour:02}:00" for hour in range(24) if hour != 1]


def test_an_hour_that_the_clock_shows_twice_has_two_bars(home: CommandLine) -> None:
    day = date(2023, 10, 29)
    hours = dict.fromkeys(london_day(day), 0.1)
    home.store(readings(hours), "r.csv")
    bars = section(home, "--day")["bars"]
    assert [bar["label"] for bar in bars][:4] == ["00:00", "01:00", "01:00", "02:00"]  # type: ignore[attr-defined]


def test_a_bill_of_another_billing_day_is_called_by_its_days(home: CommandLine) -> None:
    home.configure({**METER, "billing_day": 5})
    assert section(home, "--bill")["title"] == "Bill: 5 Mar – 4 Apr 2024"


def test_notes_of_the_week_are_on_it(home: CommandLine) -> None:
    home("note", "2024-04-02", "sauna")
    home("note", "2024-03-02", "another week")
    said = home("report").out
    assert "2 Apr 2024: sauna." in said
    assert "another week" not in said


def test_every_format_says_the_same(home: CommandLine) -> None:
    for format_ in ("text", "markdown", "html", "json"):
        said = home("report", "--format", format_).out
        assert "48.00 kWh" in said
        assert "Highest of all 69 complete days" in said


def test_without_readings_that_is_said(octoterm: CommandLine) -> None:
    octoterm.configure()
    result = octoterm("report")
    assert (result.exit_code, result.err) == (0, "")
    assert "Nothing is stored yet" in result.out
    (section,) = json.loads(octoterm("report", "--json").out)["sections"]
    assert section["sentences"][0].startswith("Nothing is stored yet")
    assert "Nothing is stored yet" in octoterm("report", "--format", "html").out
    assert octoterm("report", "--format", "html").out.rstrip().endswith("</html>")


def test_it_asks_nobody_for_anything(home: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert home("report", "--bill").exit_code == 0


@pytest.mark.extended
@each_example("REPORT", "command")
def test_the_examples_of_the_page_work(home: CommandLine, example: str) -> None:
    result = home(*arguments(example))
    assert result.exit_code == 0
    assert result.out


@pytest.mark.extended
def test_the_mail_of_the_page_is_one_that_every_server_takes(home: CommandLine) -> None:
    weekly, _ = examples("REPORT", "sh", "By mail")
    shell = Shell(home.home)
    shell.run(weekly)
    (sent,) = shell.ran
    assert sent.words == ["sendmail", "-t"]
    head, _, _ = sent.given.partition("\n\n")
    assert head.isascii()
    mail = message_from_bytes(sent.given.encode(), policy=default)
    assert (mail["To"], mail["Subject"]) == ("me@example.org", "Week: 1-7 Apr 2024")
    assert (mail.get_content_type(), mail["Content-Transfer-Encoding"]) == ("text/html", "8bit")
    assert mail.get_content().startswith("<!doctype html>")
    assert "48.00 kWh" in mail.get_content()
    assert max(map(len, sent.given.encode().splitlines())) < 998


@pytest.mark.slow
@each_example("REPORT", "sh")
def test_the_recipes_of_the_page_work(home: CommandLine, example: str) -> None:
    shell = Shell(home.home)
    shell.run(example)
    (sent,) = shell.ran
    assert "kWh" in sent.given
    assert "kWh" not in " ".join(sent.words)


@pytest.mark.slow
def test_cron_finds_all_that_its_lines_need(
    home: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It runs each line in the home, with little more than what its table sets."""
    weekly, _ = examples("REPORT", "sh", "By mail")
    (table,) = examples("REPORT", "crontab")
    shell = Shell(home.home)
    shell.add("weekly", weekly)
    (home.home / "bin").mkdir()
    (shell.programs / "weekly").rename(home.home / "bin" / "weekly")
    settings = home.home / ".config" / "octoterm" / "config.json"
    settings.parent.mkdir(parents=True)
    settings.write_text(json.dumps({**METER, "csv": str(home.here / "r.csv")}))
    settings.chmod(0o600)
    monkeypatch.chdir(home.home)
    lines = table.replace("/home/me", str(home.home)).splitlines()
    variables = dict(line.split("=") for line in lines[:2])
    for line in lines[2:]:
        *_, command = line.split(" ", 5)
        assert "%" not in command, "cron would end the line there"
        shell.run(command, **variables)
    assert [each.words[0] for each in shell.ran] == ["sendmail", "mail"]
