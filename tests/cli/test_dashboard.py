"""`octoterm` without a command: what the dashboard is opened with, and when it is not."""

from __future__ import annotations

import signal
import sys
import types
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

import httpx
import pytest

from octoterm.cli import console
from octoterm.demo.account import ACCOUNT
from octoterm.demo.simulator import SimulatedHousehold
from octoterm.errors import ConfigNotFound, NotFilledIn
from octoterm.session.source import Source
from tests.conftest import CommandLine
from tests.support.account_api import AccountApi
from tests.support.accounts import electricity, home
from tests.support.syncing import Answering

Opened: TypeAlias = list[tuple[Source, bool]]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Opened:
    """On a terminal, with a dashboard that only writes down what it was opened with."""
    calls: Opened = []

    def run_dashboard(source: Source, _: object, *, ascii_only: bool, terminal: str) -> int:
        assert terminal == "xterm-256color"
        calls.append((source, ascii_only))
        if source.demo:
            source.folders.data.mkdir()
        return 7

    app = types.ModuleType("octoterm.ui.app")
    app.run_dashboard = run_dashboard  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "octoterm.ui.app", app)
    monkeypatch.setattr(console, "is_terminal", lambda _: True)
    monkeypatch.setenv("TERM", "xterm-256color")
    return calls


def test_without_a_command_the_dashboard_opens_and_its_exit_code_counts(
    octoterm: CommandLine, opened: Opened
) -> None:
    octoterm.configure()
    assert octoterm().exit_code == 7
    ((source, ascii_only),) = opened
    assert source.config is not None
    assert source.config.meters[0].name == "Electricity"
    assert source.connect() is None
    assert (source.missing, source.demo, ascii_only) == (None, False, False)


def test_ascii_is_passed_on(octoterm: CommandLine, opened: Opened) -> None:
    octoterm("--ascii")
    assert opened[0][1] is True


def test_a_configuration_that_is_not_filled_in_opens_the_dashboard_with_what_to_fill_in(
    octoterm: CommandLine, opened: Opened
) -> None:
    octoterm("init", "--template")
    octoterm()
    ((source, _),) = opened
    assert isinstance(source.missing, NotFilledIn)
    assert source.missing.fields == ("apikey", "mpan", "serial")
    assert source.missing.path == source.folders.config_file


def test_without_a_configuration_the_dashboard_opens_all_the_same(
    octoterm: CommandLine, opened: Opened
) -> None:
    octoterm()
    ((source, _),) = opened
    assert source.config is None
    assert isinstance(source.missing, ConfigNotFound)


def test_another_api_may_be_named_for_the_set_up(octoterm: CommandLine, opened: Opened) -> None:
    octoterm("--url", "http://127.0.0.1:8000")
    assert opened[0][0].api_url == "http://127.0.0.1:8000"
    assert octoterm("--url", "nonsense").exit_code == 2
    assert len(opened) == 1


def test_another_api_is_refused_where_nothing_is_to_be_set_up(
    octoterm: CommandLine, opened: Opened
) -> None:
    octoterm.configure()
    result = octoterm("--url", "http://127.0.0.1:8000")
    assert (result.exit_code, opened) == (2, [])
    assert "--url is for the set-up, and there is a configuration. Leave it out." in result.err


def test_with_a_wrong_configuration_the_dashboard_does_not_open(
    octoterm: CommandLine, opened: Opened
) -> None:
    octoterm.configure({"url": "x"})
    assert octoterm().exit_code == 2
    assert octoterm("--config", "nowhere.json").exit_code == 2
    assert opened == []


def test_the_demos_folder_is_there_while_the_dashboard_is_open_and_gone_afterwards(
    octoterm: CommandLine, opened: Opened
) -> None:
    octoterm("--demo")
    ((source, _),) = opened
    assert source.demo
    assert source.config is not None
    assert [point.name for point in source.config.points] == [
        "Electricity",
        "Gas",
        "Exported",
        "Net",
        source.config.points[-1].name,
    ]
    assert "moved out" in source.config.points[-1].name
    assert source.connect() is source.connect() is not None
    assert not source.folders.data.parent.exists()


def test_the_demo_takes_its_time_only_where_somebody_watches(
    octoterm: CommandLine, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    latencies: list[float] = []

    class Household(SimulatedHousehold):
        def __init__(self, now: datetime, *, latency: float = 0.0, **more: int) -> None:
            latencies.append(latency)
            super().__init__(now, latency=latency, **more)

        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            api = AccountApi(home(electricity()), number=ACCOUNT)
            return await Answering(api).handle_async_request(request)

    monkeypatch.setattr("octoterm.demo.simulator.SimulatedHousehold", Household)
    octoterm("--demo")
    opened[0][0].connect()
    octoterm("--demo", "sync")
    assert latencies[0] > latencies[1] == 0


def test_a_dumb_terminal_is_refused_with_a_way_out(
    octoterm: CommandLine, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "dumb")
    result = octoterm("--demo")
    assert result.exit_code == 2
    assert "`octoterm summary`" in result.err
    assert opened == []


@pytest.mark.parametrize("which", ["stdin", "stdout"])
def test_without_a_terminal_one_sentence_says_what_to_use_instead(
    octoterm: CommandLine, opened: Opened, monkeypatch: pytest.MonkeyPatch, which: str
) -> None:
    monkeypatch.setattr(console, "is_terminal", lambda stream: stream is not getattr(sys, which))
    result = octoterm("--demo")
    assert (result.exit_code, result.out) == (2, "")
    assert "`octoterm summary` and `octoterm sync`" in result.err
    assert result.err.count(".") == 2
    assert opened == []


@pytest.mark.usefixtures("opened")
def test_a_signal_ends_a_command_tidied_up(
    octoterm: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders: list[Path] = []

    def hang(source: Source, _: object, *, ascii_only: bool, terminal: str) -> int:
        folders.append(source.folders.data.parent)
        signal.raise_signal(signal.SIGTERM)
        return 0 if ascii_only or terminal else 1

    monkeypatch.setattr(sys.modules["octoterm.ui.app"], "run_dashboard", hang)
    before = signal.getsignal(signal.SIGTERM)
    assert octoterm("--demo").exit_code == 128 + signal.SIGTERM
    assert not folders[0].exists()
    assert signal.getsignal(signal.SIGTERM) is before
