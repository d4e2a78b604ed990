"""The real program in a real pseudo-terminal: how it starts, and how it leaves."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import REPOSITORY
from tests.support.loopback import ReadingsApi, loopback
from tests.support.slow import slow
from tests.support.terminals import AT_HOME, Terminal, furnish, octoterm

MAIN_SCREEN = b"\x1b[?1049l"


@pytest.mark.slow
@pytest.mark.parametrize("key", [b"q", b"\x03"], ids=["q", "Ctrl+C"])
def test_leaving_restores_the_terminal_and_exits_with_zero(tmp_path: Path, key: bytes) -> None:
    with octoterm("--demo", folder=tmp_path) as terminal:
        terminal.read_until(b"Total", b"Help")
        assert terminal.is_raw
        terminal.press(key)
        assert terminal.leave() == 0
        assert terminal.is_restored, terminal.leftovers


@pytest.mark.slow
def test_where_there_is_no_other_screen_the_shell_goes_on_below(
    tmp_path: Path,
) -> None:
    furnish(tmp_path)
    with octoterm(*AT_HOME, folder=tmp_path) as terminal:
        terminal.shows("Total")
        terminal.press(b"q")
        assert terminal.leave() == 0
        assert "Total" in terminal.screen.text
        assert terminal.screen.cursor == (23, 0)
        assert terminal.screen.lines[-1] == ""
        assert terminal.output.rindex(b"\x1b[J") < terminal.output.rindex(MAIN_SCREEN)


@pytest.mark.extended
@pytest.mark.parametrize("number", [signal.SIGTERM, *slow(signal.SIGHUP, signal.SIGINT)])
def test_a_signal_restores_the_terminal_and_tells_its_number(
    tmp_path: Path, number: signal.Signals
) -> None:
    furnish(tmp_path)
    with octoterm(*AT_HOME, folder=tmp_path) as terminal:
        terminal.read_until(b"Total")
        terminal.process.send_signal(number)
        assert terminal.leave() == 128 + number
        assert terminal.is_restored, terminal.leftovers


@pytest.mark.slow
def test_without_a_configuration_it_says_what_is_needed(tmp_path: Path) -> None:
    with octoterm(folder=tmp_path) as terminal:
        terminal.read_until(b"Welcome to octoterm", b"Developer settings", b"--demo")
        terminal.press(b"\x11")
        assert terminal.leave() == 0


@pytest.mark.extended
def test_a_dumb_terminal_is_refused_with_a_hint(tmp_path: Path) -> None:
    with octoterm("--demo", folder=tmp_path, TERM="dumb") as terminal:
        assert terminal.leave() == 2
        assert b"octoterm summary" in terminal.output
        assert b"\x1b" not in terminal.output


def test_without_a_terminal_it_names_the_commands_that_need_none(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "octoterm", "--demo"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        check=False,
    )
    assert done.returncode == 2
    assert "octoterm summary" in done.stderr
    assert "octoterm sync" in done.stderr
    assert done.stdout == ""
    assert "\x1b" not in done.stderr


ANSWERS = [
    (b"\x1b]11;rgb:eeee/eeee/eeee\x1b\\",),
    (b"\x1b]11;rg", b"b:1e1e/1e1e/2e2e\x07"),
    (b"\x1b[?62;22c\x1b[>41;354;0c", b"\x1b[?0u"),
    (b"\x1bP>|tm", b"ux 3.5a\x1b", b"\\"),
    (b"\x1b[", b"?6", b"2;22c"),
    (b"\x1b[11", b"3~"),
]
"""What terminals answer to queries that they were asked by whoever ran before, in pieces."""


@pytest.fixture
def up_to_date(tmp_path: Path) -> Iterator[Terminal]:
    """The dashboard once its sync is over, so that nothing but keys changes its screen."""
    with loopback(ReadingsApi({})) as server:
        furnish(tmp_path, server.origin)
        with octoterm(*AT_HOME, folder=tmp_path) as terminal:
            terminal.shows("Total", "Checked")
            yield terminal


@pytest.mark.slow
def test_answers_that_come_late_and_in_pieces_do_nothing(
    up_to_date: Terminal, tmp_path: Path
) -> None:
    before, files = up_to_date.settle(), sorted(tmp_path.iterdir())
    for pieces in ANSWERS:
        for piece in pieces:
            up_to_date.press(piece)
            assert up_to_date.settle(0.1) == before
    up_to_date.press(b"?")
    up_to_date.shows("─ Keys ─")
    assert sorted(tmp_path.iterdir()) == files


@pytest.mark.slow
def test_keys_clicks_and_pastes_are_taken_whole_in_pieces(up_to_date: Terminal) -> None:
    terminal = up_to_date
    lines = terminal.shows("Total").splitlines()
    x, y = next((row.index("week"), y) for y, row in enumerate(lines) if "week" in row)
    for piece in (
        b"\x1b[<0;",
        f"{x + 1};".encode(),
        f"{y + 1}M\x1b[<0;{x + 1};{y + 1}m".encode(),
    ):
        terminal.press(piece)
        terminal.settle(0.1)
    terminal.shows("Mon", "Sun")
    terminal.press(b"p")
    terminal.shows("Mo Tu")
    for piece in (b"\x1b[200~2024-", b"02-03\x1b[20", b"1~"):
        terminal.press(piece)
        terminal.settle(0.1)
    terminal.shows("2024-02-03")
    terminal.press(b"\x1b")
    terminal.shows("Type a date")
    terminal.press(b"\x1b")
    terminal.until(lambda: "Mo Tu" not in terminal.screen.text, "the end of the dialog")


BREAKING = """
import sys
from octoterm.__main__ import main
from octoterm.ui.dashboard import Dashboard

def action_show(self, granularity):
    secret = self.meters.current.point.meters[0].api_key.reveal()
    raise RuntimeError("a fault of ours")

Dashboard.action_show = action_show
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.slow
def test_a_crash_leaves_the_terminal_whole_and_shows_no_secret(tmp_path: Path) -> None:
    furnish(tmp_path)
    with octoterm(*AT_HOME, folder=tmp_path, start=("-c", BREAKING)) as terminal:
        terminal.read_until(b"Total")
        terminal.press(b"m")
        assert terminal.leave() == 1
        assert terminal.is_restored, terminal.leftovers
        said = terminal.output[terminal.output.rindex(MAIN_SCREEN) :]
        assert b"octoterm.log" in said.replace(b"\r\n", b"")
        assert b"sk_live" not in terminal.output
        assert b"Traceback" not in terminal.output


@pytest.mark.slow
def test_a_size_that_is_taken_back_at_once_leaves_nothing_cut_off(up_to_date: Terminal) -> None:
    before = up_to_date.settle()
    for _ in range(5):
        up_to_date.resize(40, 12)
        up_to_date.resize(80, 24)
        up_to_date.until(lambda: up_to_date.screen.text == before, "all of it again")


def is_stopped(process: subprocess.Popen[bytes]) -> bool:
    """Whether a signal has stopped it (Linux's proc(5), the field after the name)."""
    return Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"


@pytest.mark.slow
def test_stopped_by_force_and_continued_all_is_drawn_and_then_what_changes(
    up_to_date: Terminal,
) -> None:
    terminal, before = up_to_date, up_to_date.settle()
    terminal.process.send_signal(signal.SIGSTOP)
    terminal.until(lambda: is_stopped(terminal.process), "the shell")
    terminal.screen.clear()
    terminal.process.send_signal(signal.SIGCONT)
    terminal.until(lambda: terminal.screen.text == before, "all of it again")
    terminal.press(b"?")
    terminal.shows("Esc closes")
    terminal.press(b"\x1b")
    terminal.until(lambda: terminal.screen.text == before, "the end of the help")
    assert terminal.settle() == before
