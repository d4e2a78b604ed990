"""Alerts after a sync: told by the command of the configuration, without disturbing the sync."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator

import pytest

from octoterm.session.alerting.in_background import news_of_alerts
from tests.conftest import CommandLine
from tests.support.households import utc
from tests.support.loopback import KEY, ReadingsApi, loopback

STARTS = range(utc("2024-06-01T00:00+01:00"), utc("2024-06-03T00:00+01:00"), 1800)
LATE = {"when": "late", "days": 3}
TELL = ["sh", "-c", 'echo "$1" >> told', "-", "{title}"]


@pytest.fixture
def home(octoterm: CommandLine) -> Iterator[CommandLine]:
    with loopback(ReadingsApi(dict.fromkeys(STARTS, 0.25))) as server:
        content = json.loads(octoterm.configure().read_text())
        meter = {**content, "url": server.origin, "apikey": KEY}
        octoterm.configure({**meter, "alerts": [LATE], "notify": TELL})
        yield octoterm


def change(home: CommandLine, **more: object) -> None:
    content = json.loads((home.here / "config.json").read_text())
    home.configure({**content, **more})


def test_what_is_new_is_told_and_said_once(home: CommandLine) -> None:
    first = home("sync")
    assert first.exit_code == 0
    assert "\nReadings are late. Electricity: no readings since 2 Jun 2024, " in first.err
    assert (home.here / "told").read_text() == "Readings are late\n"
    assert "Readings are late" not in home("sync").err
    assert (home.here / "told").read_text() == "Readings are late\n"


def test_json_and_quiet_stay_what_they_are(home: CommandLine) -> None:
    (record,) = json.loads(home("sync", "--json").out)
    assert record["new"] == len(STARTS)
    change(home, alerts=[{"when": "late", "days": 4}])
    quiet = home("sync", "--quiet")
    assert (quiet.exit_code, quiet.out, quiet.err) == (0, "", "")
    assert (home.here / "told").read_text() == 2 * "Readings are late\n"


def test_a_command_that_fails_is_said_and_the_readings_are_there(home: CommandLine) -> None:
    change(home, notify=["false", "{title}"])
    result = home("sync")
    assert result.exit_code == 1
    assert f"{len(STARTS)} new" in result.out
    assert (
        "An alert could not be sent, and will be tried again next time. false failed" in result.err
    )
    change(home, notify=TELL)
    assert home("sync").exit_code == 0
    assert (home.here / "told").read_text() == "Readings are late\n"


@pytest.mark.extended
def test_a_dashboard_has_them_judged_by_another_process(home: CommandLine) -> None:
    home("sync", "--quiet")
    change(home, alerts=[{"when": "late", "days": 5}])

    def news(name: str = "config.json") -> list[str]:
        return asyncio.run(news_of_alerts(home.here / name))

    (first,) = news()
    assert first.startswith("Readings are late. Electricity: no readings since 2 Jun 2024")
    assert news() == news("no such file") == []
