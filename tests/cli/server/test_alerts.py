"""`octoterm alerts`, and the alerts of a sync."""

from __future__ import annotations

import json
import re
from pathlib import Path
from random import Random

import pytest

from octoterm.config import reader
from octoterm.storage.folders import Folders
from tests.conftest import CommandLine
from tests.support.docs_page import arguments, each_example, examples
from tests.support.households import half_hours, readings, utc
from tests.support.shell import Shell

STARTS = half_hours("2024-03-01T00:00Z", "2024-03-10T00:00Z")
LATE = {"when": "late", "days": 3}
KEEP = ["sh", "-c", 'echo "$1" >> told', "-", "{title}. {message}"]


@pytest.fixture(autouse=True)
def _then(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("octoterm.cli.server.alerts.time.time", lambda: utc("2024-03-20T09:00Z"))


def configure(octoterm: CommandLine, *alerts: object, notify: object = KEEP) -> None:
    meter = {"apikey": "sk_live_secret", "mpan": "2000000000001", "serial": "21L", "csv": "r.csv"}
    octoterm.configure({**meter, "alerts": alerts, "notify": notify})
    octoterm.store(readings(STARTS), "r.csv")


def told(octoterm: CommandLine) -> list[str]:
    path = octoterm.here / "told"
    return path.read_text().splitlines() if path.exists() else []


def test_what_is_new_is_told_once(octoterm: CommandLine) -> None:
    configure(octoterm, LATE, {"when": "unusual-day"})
    result = octoterm("alerts")
    assert result.exit_code == 0
    assert [line.split()[-1] for line in result.out.splitlines()][1:] == ["clear"]
    message = "Readings are late. Electricity: no readings since 9 Mar 2024, 10 days"
    assert told(octoterm) == [message]
    assert "  told  " in octoterm("alerts").out
    assert told(octoterm) == [message]


def test_it_is_told_again_after_it_has_cleared(octoterm: CommandLine) -> None:
    configure(octoterm, LATE)
    octoterm("alerts")
    octoterm.store(readings(half_hours("2024-03-01T00:00Z", "2024-03-20T00:00Z")), "r.csv")
    assert "clear" in octoterm("alerts").out
    octoterm.store(readings(STARTS), "r.csv")
    octoterm("alerts")
    assert len(told(octoterm)) == 2


def test_a_dry_run_tells_nobody_and_records_nothing(octoterm: CommandLine) -> None:
    configure(octoterm, LATE)
    for _ in range(2):
        assert "  new  " in octoterm("alerts", "--dry-run").out
    assert told(octoterm) == []


def test_a_command_that_fails_is_said_and_run_again_next_time(octoterm: CommandLine) -> None:
    configure(octoterm, LATE, notify=["sh", "-c", "test -e works && echo ok >> told", "{title}"])
    result = octoterm("alerts")
    assert result.exit_code == 1
    assert "An alert could not be sent, and will be tried again next time. sh failed" in result.err
    (octoterm.here / "works").touch()
    assert octoterm("alerts").exit_code == 0
    assert told(octoterm) == ["ok"]


def test_json_says_what_came_of_each_rule(octoterm: CommandLine) -> None:
    configure(octoterm, LATE, {"when": "bill-above", "pounds": 120})
    for option in ("--json", "--format=json"):
        late, bill = json.loads(octoterm("alerts", option).out)
        assert (late["when"], late["number"], late["meter"]) == ("late", 3, "Electricity")
        assert late["title"] == "Readings are late"
        assert late["since"] == "2024-03-20T09:00:00+00:00"
        assert (bill["state"], bill["message"]) == ("unknown", "nothing has a price")
    assert late["state"] == "told"


def test_without_a_known_meter_that_is_said_and_zero_is_a_number(octoterm: CommandLine) -> None:
    below = {"when": "price-below", "pence": 0}
    octoterm.configure({"apikey": "k", "account": "A-1A2B3C4D", "alerts": [below]})
    result = octoterm("alerts")
    assert (result.exit_code, result.out) == (2, "")
    assert "`octoterm sync` asks Octopus for them" in result.err
    configure(octoterm, below)
    (record,) = json.loads(octoterm("alerts", "--json").out)
    assert record["number"] == 0


def test_without_a_command_alerts_are_shown(octoterm: CommandLine) -> None:
    meter = {"apikey": "k", "mpan": "1", "serial": "2", "csv": "r.csv", "alerts": [LATE]}
    octoterm.configure(meter)
    octoterm.store(readings(STARTS), "r.csv")
    said = octoterm("alerts").out
    assert "  new  " in said
    assert "No command is run for new alerts" in said


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"alerts": {"when": "late"}}, '"alerts" must be a list of objects'),
        ({"alerts": [{"days": 3}]}, '"when" in entry 1 of "alerts" is missing'),
        ({"alerts": [{"when": "late"}]}, '"days" in entry 1 of "alerts" is missing'),
        ({"alerts": [{"when": "lately", "days": 3}]}, 'must be "late" or "base-load-up"'),
        ({"alerts": [{"when": "late", "days": "3"}]}, "must be a number from 1 to 365"),
        ({"alerts": [{"when": "late", "days": True}]}, "must be a number from 1 to 365"),
        ({"notify": "mail me"}, '"notify" must be a list of texts'),
        ({"notify": ["mail", "me"]}, "must have {title} or {message} in an argument"),
        ({"notify": []}, "must begin with a program"),
    ],
)
def test_what_makes_no_sense_is_refused(
    octoterm: CommandLine, changed: dict[str, object], why: str
) -> None:
    octoterm.configure({"apikey": "k", "mpan": "1", "serial": "2", **changed})
    result = octoterm("alerts")
    assert result.exit_code == 2
    assert why in result.err


def test_a_damaged_record_is_begun_again(octoterm: CommandLine) -> None:
    configure(octoterm, LATE)
    octoterm("alerts")
    next(octoterm.home.rglob("alerts.json")).write_text("{")
    octoterm("alerts")
    assert len(told(octoterm)) == 2


@each_example("ALERTS", "command")
def test_the_examples_of_the_page_work(octoterm: CommandLine, example: str) -> None:
    configure(octoterm, LATE)
    assert octoterm(*arguments(example)).exit_code == 0


def test_the_commands_of_the_page_tell_whatever_the_meter_is_called(
    octoterm: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = Shell(octoterm.home)
    monkeypatch.setenv("PATH", shell.path)
    title, name = "Readings are late", '-"Mum\'s" $HOME; 100%'
    message = f"{name}: no readings since 9 Mar 2024, 10 days"
    url = "https://api.octopus.energy/v1/electricity-meter-points/2/meters/1/consumption/"
    meter = {"name": name, "apikey": "k", "url": url, "csv": "r.csv"}
    octoterm.store(readings(STARTS), "r.csv")
    for example in examples("ALERTS", "json"):
        notify = json.loads(example)["notify"]
        octoterm.configure({"accounts": [meter], "alerts": [LATE], "notify": notify})
        assert octoterm("alerts").exit_code == 0
        next(octoterm.home.rglob("alerts.json")).unlink()
    ntfy, mail, webhook = shell.ran
    assert ntfy.words == ["ntfy", "publish", "energy", f"{title}: {message}"]
    assert mail.words == ["mail", "-s", title, "me@example.org"]
    assert mail.given == f" {message}\n", "no argument may become an option"
    assert webhook.words[2:4] == ["--data-urlencode", f"text={message}"]
    (line,) = (octoterm.home / "alerts.txt").read_text().splitlines()
    assert line.endswith(f" {title}: {message}")


def test_the_configurations_of_the_page_can_be_read(tmp_path: Path) -> None:
    example, *others = examples("ALERTS", "json")
    whole = json.loads(example)
    path = tmp_path / "config.json"
    for part in ({}, *map(json.loads, others)):
        path.write_text(json.dumps({**whole, "apikey": "k", **part}))
        path.chmod(0o600)
        read = reader.read(path, Folders.inside(tmp_path), {})
        assert read.warnings == ()
        assert len(read.alerts) == 7
        assert read.notify == tuple({**whole, **part}["notify"])


@pytest.mark.slow
def test_none_is_lost_over_500_kills_and_those_told_twice_are_marked(
    octoterm: CommandLine,
) -> None:
    """Each round, the readings are late anew; octoterm is killed at any moment, again and again,
    until the alert has been told."""
    chance = Random(4)
    slowly = 'sleep 0.0$2; echo "$1" >> told'
    kills = rounds = 0
    while kills < 500:
        rounds += 1
        digit = str(chance.randint(0, 9))
        configure(octoterm, LATE, notify=["sh", "-c", slowly, "-", "{title}", digit])
        before = len(told(octoterm))
        for _ in range(chance.randint(1, 6)):
            kills += is_killed(octoterm, chance.uniform(0.05, 0.4))
        is_killed(octoterm, 60)
        new = told(octoterm)[before:]
        assert new, "an alert was lost"
        assert sum("(again)" not in each for each in new) <= 1, new
        octoterm.store(
            readings(half_hours("2024-03-01T00:00Z", "2036-03-20T00:00Z")[-999:]), "r.csv"
        )
        is_killed(octoterm, 60)
    assert rounds > 50


def is_killed(octoterm: CommandLine, after: float) -> bool:
    with octoterm.start("alerts", "--quiet") as process:
        try:
            process.wait(after)
        except Exception:
            process.kill()
        code = process.wait()
        assert code in (0, -9), process.stderr and process.stderr.read()
    return code == -9


def test_the_readme_of_states_names_those_there_are() -> None:
    text = "".join(examples("ALERTS", "json"))
    assert set(re.findall(r'"when": "([a-z-]+)"', text)) == {
        "late", "base-load-up", "gas-never-stops", "price-below", "tariff-ends", "bill-above",
        "unusual-day",
    }  # fmt: skip
