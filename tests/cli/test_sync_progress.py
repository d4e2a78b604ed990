"""The one line on standard error that tells how far a sync has come."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from octoterm.cli.printed import sync_progress
from octoterm.cli.printed.sync_progress import Progress
from octoterm.errors import Offline
from octoterm.household.meter import Meter
from octoterm.readings_csv.contents import Contents
from octoterm.sync.events import Saved, Waiting
from tests.conftest import CommandLine
from tests.support.households import utc
from tests.support.loopback import Loopback, ReadingsApi, Response, loopback


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True

    def lines(self) -> list[str]:
        """What stands on the screen now."""
        return [self._overwritten(line) for line in self.getvalue().split("\n")]

    def shown(self) -> str:
        """What stands in the only line."""
        (line,) = self.lines()
        return line

    @staticmethod
    def _overwritten(text: str) -> str:
        line = ""
        for piece in text.split("\r"):
            line = piece + line[len(piece) :]
        return line.rstrip()


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr(sync_progress, "REDRAW_INTERVAL", 0)
    return Terminal()


@contextmanager
def progress_on(terminal: Terminal, *, quiet: bool = False) -> Iterator[Progress]:
    with redirect_stderr(terminal):
        yield Progress(quiet=quiet)


def meter(name: str = "Electricity") -> Meter:
    return Loopback(Response()).meter(Path("/nowhere"), name)


def saved(name: str, rows: int, total: int | None = 96) -> Saved:
    reached = utc("2024-06-01T00:00+01:00")
    return Saved(meter(name), Contents(), rows, 0, 0, rows, total, reached, complete_pass=True)


def test_on_a_terminal_one_line_is_redrawn(terminal: Terminal) -> None:
    with progress_on(terminal) as progress:
        progress.tell(saved("Electricity", 24))
        assert terminal.shown() == "Electricity [##........] 24 to Jun 2024"
        progress.tell(saved("Electricity", 96))
        assert terminal.shown() == "Electricity [##########] 96 to Jun 2024"


def test_where_nobody_knows_how_much_is_to_come_there_is_no_bar(terminal: Terminal) -> None:
    with progress_on(terminal) as progress:
        progress.tell(saved("Electricity", 1024, total=None))
    assert terminal.shown() == "Electricity 1,024 to Jun 2024"


def test_several_meters_share_the_line_and_it_never_wraps(terminal: Terminal) -> None:
    with progress_on(terminal) as progress:
        for name in ("Electricity", "Gas", "The old meter in the cellar"):
            progress.tell(saved(name, 48))
        assert terminal.shown().startswith("Electricity [#####.....] 48 to Jun 2024 · Gas [####")
        assert len(terminal.shown()) == 79


def test_a_wait_says_why_and_for_how_long(terminal: Terminal) -> None:
    why = Offline("No connection", "Check the network")
    with progress_on(terminal) as progress:
        progress.tell(Waiting(meter(), 4.2, why))
    assert terminal.shown() == "Electricity No connection; trying again in 4 s"


def test_a_shorter_text_leaves_nothing_of_a_longer_one(terminal: Terminal) -> None:
    with progress_on(terminal) as progress:
        progress.tell(Waiting(meter(), 30, Offline("No connection to a host with a long name")))
        progress.tell(saved("Electricity", 24))
    assert terminal.shown() == "Electricity [##........] 24 to Jun 2024"


def test_nothing_is_left_of_the_line_in_the_end(terminal: Terminal) -> None:
    with progress_on(terminal) as progress:
        progress.tell(saved("Electricity", 24))
        progress.clear("Electricity")
        assert terminal.shown() == ""
        progress.tell(saved("Gas", 24))
        assert terminal.shown().startswith("Gas ")


def test_the_line_is_not_redrawn_for_every_page(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync_progress, "REDRAW_INTERVAL", 3600)
    with progress_on(terminal) as progress:
        for rows in range(1, 90):
            progress.tell(saved("Electricity", rows))
        assert terminal.getvalue().count("\r") <= 1


def test_quiet_draws_nothing(terminal: Terminal) -> None:
    with progress_on(terminal, quiet=True) as progress:
        progress.tell(saved("Electricity", 24))
        progress.clear()
        assert terminal.getvalue() == ""


@pytest.mark.parametrize("fails", [False, True])
def test_results_and_errors_take_lines_of_their_own(
    octoterm: CommandLine, terminal: Terminal, fails: bool
) -> None:
    api = ReadingsApi({utc("2024-06-01T00:00Z") + 1800 * n: 0.5 for n in range(48)}, page_size=20)
    if fails:
        api.instead[2] = Response.json({"detail": "Not found."}, 404)
    with loopback(api) as server:
        content = json.loads(octoterm.configure().read_text())
        octoterm.configure({**content, "url": server.origin})
        with redirect_stdout(terminal), redirect_stderr(terminal):
            octoterm("sync")
    said, rest = terminal.lines()
    assert said.startswith("octoterm: Electricity: " if fails else "Electricity: 48 new, ")
    assert rest == ""
    assert "[####" in terminal.getvalue()
