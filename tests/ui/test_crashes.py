"""A fault of our own: the terminal is whole, and the person knows where to look."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.terminals import AT_HOME, furnish, octoterm

BREAKING = """
import sys
from octoterm.__main__ import main

def fault(self, *_, **__):
    secret = "sk_live_secret"
    raise RuntimeError("a fault of \\x1b]0;ours\\x07 [/x]")

{how}
sys.exit(main(sys.argv[1:]))
"""

#: Where it breaks, how that is brought about, and the keys that lead there.
PLACES: dict[str, tuple[str, bytes]] = {
    "a key's action": (
        "from octoterm.ui.dashboard import Dashboard; Dashboard.action_show = fault",
        b"m",
    ),
    "a widget's drawing": (
        "from octoterm.ui.widgets.period_bar import PeriodBar as W; W.render_line = fault",
        b"",
    ),
    "a chart's drawing": (
        "from octoterm.ui.views.usage.view import UsageChart as W; W.render_line = fault",
        b"",
    ),
    "the sync": (
        "from octoterm.session.live_meters import LiveMeters; LiveMeters.sync = fault",
        b"",
    ),
    "a reactive's watcher": (
        "from octoterm.ui.widgets.status_line import StatusLine as W; W.watch_status = fault",
        b"",
    ),
    "a message's handler": (
        "from octoterm.ui.dashboard import Dashboard; Dashboard.note_activity = fault",
        b"h",
    ),
    "a timer": (
        (
            "import octoterm.ui.dashboard as d; d.SYNC_EVERY = 0.1\n"
            "d.Dashboard._sync = lambda self, n=[]: fault(self) if n else n.append(1)"
        ),
        b"",
    ),
    "the start": (
        "from octoterm.ui.app import OctotermApp; OctotermApp.get_default_screen = fault",
        b"",
    ),
    "a screen's parts": (
        "from octoterm.ui.dashboard import Dashboard; Dashboard.compose = fault",
        b"",
    ),
    "a modal screen": (
        "from octoterm.ui.screens.date_picker import DatePicker; DatePicker.compose = fault",
        b"p",
    ),
    "a key in a modal screen": (
        "from octoterm.ui.screens.date_picker import DatePicker; DatePicker.on_key = fault",
        b"p1",
    ),
    "the keyboard": (
        "from octoterm.ui.driver.terminal import Terminal; Terminal.process_message = fault",
        b"h",
    ),
    "the end": (
        "from octoterm.ui.app import OctotermApp; OctotermApp.on_unmount = fault",
        b"q",
    ),
}


def crash(place: str, folder: Path) -> None:
    how, keys = PLACES[place]
    furnish(folder)
    with octoterm(*AT_HOME, folder=folder, start=("-c", BREAKING.format(how=how))) as terminal:
        for key in keys:
            terminal.shows("kWh")
            terminal.press(bytes([key]))
            if key == ord("p"):
                terminal.until(
                    lambda: "Mo Tu" in terminal.screen.text or terminal.process.poll() is not None,
                    "the calendar",
                )
        assert terminal.leave() == 1
        assert terminal.is_restored, terminal.leftovers
        said = terminal.output.rpartition(b"\x1b[?1004l")[2].replace(b"\r\n", b"")
        assert said.count(b"crashed. Sorry, that is our fault") == 1
        assert b"octoterm.log" in said
        for word in (b"Traceback", b"secret", b"RuntimeError"):
            assert word not in terminal.output
    (log,) = folder.rglob("octoterm.log")
    written = log.read_text(encoding="utf-8")
    assert "RuntimeError: a fault of" in written
    assert "sk_live_secret" not in written.replace('secret = "sk_live_secret"', "")
    assert "\x1b" not in written
    assert log.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("place", ["a chart's drawing"])
def test_a_fault_leaves_the_terminal_whole_and_says_where_the_log_is(
    tmp_path: Path, place: str
) -> None:
    crash(place, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES)
def test_a_fault_anywhere_leaves_the_terminal_whole(tmp_path: Path, place: str) -> None:
    crash(place, tmp_path)
