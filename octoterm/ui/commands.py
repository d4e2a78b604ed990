"""What a person can do in the dashboard: declared once, here.

The key bindings, the key bar at the foot, the help and the command palette are all written
from this list. Whether a command is available now is decided by the dashboard's
`check_action` alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from textual.binding import Binding


@dataclass(frozen=True)
class Command:
    """One thing to do: the keys for it, the dashboard's action, and words for it."""

    section: str
    keys: str
    """Textual's key names, the one to show first, separated by commas."""
    shown: str
    """The keys as people read them, for the help."""
    action: str
    help: str
    foot: str | None = None
    """Its place in the key bar: the shown key and this word, which neighbours with the same
    word share; an empty word shows the key alone, None leaves it out."""

    @property
    def key(self) -> str:
        """The key to show where there is room for one."""
        return self.shown.split()[0]


MOVE, PERIOD, LOOK, DATA, GENERAL = "Move", "Period", "Look", "Readings", "octoterm"

COMMANDS = (
    Command(MOVE, "left,h", "← h", "move(-1)", "Previous period of the same kind", "Move"),
    Command(MOVE, "right,l", "→ l", "move(1)", "Next period of the same kind", "Move"),
    Command(MOVE, "pageup", "PgUp", "leap(-1)", "A bigger step back: a day by a week, and so on"),
    Command(MOVE, "pagedown", "PgDn", "leap(1)", "A bigger step on"),
    Command(MOVE, "home,g", "Home g", "first", "First period with readings"),
    Command(MOVE, "end,G", "End G", "last", "Last period with readings"),
    Command(PERIOD, "d", "d", "show('day')", "A day, half hour by half hour", ""),
    Command(PERIOD, "w", "w", "show('week')", "A week, from Monday", ""),
    Command(PERIOD, "m", "m", "show('month')", "A month", ""),
    Command(PERIOD, "y", "y", "show('year')", "A year", ""),
    Command(PERIOD, "a", "a", "show('all')", "All readings", ""),
    Command(PERIOD, "t", "t", "latest", "The latest complete day, or its period", "Latest"),
    Command(PERIOD, "p,slash", "p /", "pick_date", "Pick a date, or type one", "Date"),
    Command(LOOK, "1", "1", "view('usage')", "Usage: a bar for each part of the period", "Views"),
    Command(LOOK, "2", "2", "view('table')", "Table: the same in figures", "Views"),
    Command(LOOK, "3", "3", "view('trends')", "Trends: days and their running averages", "Views"),
    Command(LOOK, "4", "4", "view('profile')", "Profile: the average day, a heat map", "Views"),
    Command(LOOK, "5", "5", "view('data')", "Data: how whole it is, and the last syncs", "Views"),
    Command(
        LOOK,
        "o",
        "o",
        "next_choice",
        "Trends: total, base, peak; heat map: days, months …",
    ),
    Command(LOOK, "c", "c", "compare", "Compare: the period before, a year earlier, off"),
    Command(
        LOOK,
        "s",
        "s",
        "next_standout",
        "The next day that stands out, or is not whole",
    ),
    Command(LOOK, "tab", "Tab", "next_view", "The next view"),
    Command(LOOK, "up,k", "↑ k", "cursor(-1, 0)", "Up a row, or a bar back"),
    Command(LOOK, "down,j", "↓ j", "cursor(1, 0)", "Down a row, or a bar on"),
    Command(LOOK, "left_square_bracket", "[", "cursor(0, -1)", "The bar or row before"),
    Command(LOOK, "right_square_bracket", "]", "cursor(0, 1)", "The bar or row after"),
    Command(LOOK, "enter", "Enter", "enter", "Into the bar or row under the cursor"),
    Command(LOOK, "backspace", "Backspace", "leave", "Back out to the larger period"),
    Command(DATA, "n", "n", "next_meter", "The next meter"),
    Command(DATA, "r", "r", "refresh_readings", "Ask for new readings now", "Refresh"),
    Command(DATA, "f", "f", "fill_gaps", "Ask again for all that is missing, however old"),
    Command(DATA, "escape", "Esc", "cancel_refresh", "Stop the running refresh"),
    Command(DATA, "e", "e", "export", "Write what is shown to a CSV file in this folder"),
    Command(GENERAL, "question_mark,f1", "? F1", "help", "These keys", "Help"),
    Command(GENERAL, "ctrl+p", "Ctrl+P", "palette", "Every command and theme, by name"),
    Command(GENERAL, "ctrl+z", "Ctrl+Z", "suspend", "Put octoterm aside; fg brings it back"),
    Command(GENERAL, "q,ctrl+q,ctrl+c", "q Ctrl+Q Ctrl+C", "quit", "Quit", "Quit"),
)


NEEDS_READINGS = frozenset(
    {"move", "leap", "first", "last", "show", "latest", "pick_date", "cursor", "enter", "leave"}
    | {"next_standout", "compare", "fill_gaps", "export"}
)
"""Actions that mean nothing while nothing is stored."""
NEEDS_ALL_READINGS = frozenset({"first", "next_standout", "fill_gaps", "export"})
"""Actions that wait until all that is stored has been read."""


def bindings() -> list[Binding]:
    """The commands as Textual's bindings.

    They have priority, so that a table or a calendar with the focus does not swallow an arrow.
    """
    return [
        Binding(command.keys, command.action, command.help, show=False, priority=True)
        for command in COMMANDS
    ]
