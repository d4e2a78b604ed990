"""The commands of the dashboard, each declared once.

The key bindings, the key bar, the help and the command palette are made from this list. The
dashboard decides whether the needs of a command are met.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum

from textual.binding import Binding


class Need(Enum):
    """A condition for a command to be available."""

    READINGS = "there are readings"
    ALL_READINGS = "all that is stored has been read, and there are readings"
    CHOICES = "the view has more than one thing to show"
    NO_SYNC = "no sync is under way"
    SYNC = "a sync is under way"
    OTHER_METERS = "there is more than one meter"


@dataclass(frozen=True)
class Command:
    """A command: its keys, the action of the dashboard, and its texts."""

    section: str
    keys: str
    """Textual's key names, separated by commas, beginning with the one to show."""
    shown: str
    """The keys as shown in the help."""
    action: str
    help: str
    foot: str | None = None
    """The word after the key in the key bar, shared by neighbours with the same word. If empty,
    only the key is shown; if None, the command is left out."""
    needs: Collection[Need] = ()
    """Unless all are met, the command does nothing and is dimmed."""

    @property
    def key(self) -> str:
        """The key to show if there is room for only one."""
        return self.shown.split()[0]


MOVE, PERIOD, LOOK, DATA, GENERAL = "Move", "Period", "Look", "Readings", "octoterm"
READINGS, ALL_READINGS = (Need.READINGS,), (Need.ALL_READINGS,)

COMMANDS = (
    Command(MOVE, "left,h", "← h", "move(-1)", "Previous period of the same kind", "Move",
            READINGS),
    Command(MOVE, "right,l", "→ l", "move(1)", "Next period of the same kind", "Move", READINGS),
    Command(MOVE, "pageup", "PgUp", "leap(-1)", "A bigger step back: a day by a week, and so on",
            needs=READINGS),
    Command(MOVE, "pagedown", "PgDn", "leap(1)", "A bigger step on", needs=READINGS),
    Command(MOVE, "home,g", "Home g", "first", "First period with readings", needs=ALL_READINGS),
    Command(MOVE, "end,G", "End G", "last", "Last period with readings", needs=READINGS),
    Command(PERIOD, "d", "d", "show('day')", "A day, half hour by half hour", "", READINGS),
    Command(PERIOD, "w", "w", "show('week')", "A week, from Monday", "", READINGS),
    Command(PERIOD, "m", "m", "show('month')", "A month", "", READINGS),
    Command(PERIOD, "y", "y", "show('year')", "A year", "", READINGS),
    Command(PERIOD, "a", "a", "show('all')", "All readings", "", READINGS),
    Command(PERIOD, "t", "t", "latest", "The latest complete day, or its period", "Latest",
            READINGS),
    Command(PERIOD, "p,slash", "p /", "pick_date", "Pick a date, or type one", "Date", READINGS),
    Command(LOOK, "1", "1", "view('usage')", "Usage: a bar for each part of the period", "Views"),
    Command(LOOK, "2", "2", "view('table')", "Table: the same in figures", "Views"),
    Command(LOOK, "3", "3", "view('trends')", "Trends: days and their running averages", "Views"),
    Command(LOOK, "4", "4", "view('profile')", "Profile: the average day, a heat map", "Views"),
    Command(LOOK, "5", "5", "view('data')", "Data: how whole it is, and the last syncs", "Views"),
    Command(LOOK, "o", "o", "next_choice",
            "Trends: total, base, peak; heat map: days, months …", needs=(Need.CHOICES,)),
    Command(LOOK, "c", "c", "compare", "Compare: the period before, a year earlier, off",
            needs=READINGS),
    Command(LOOK, "s", "s", "next_unusual_day", "The next day that stands out, or is not whole",
            needs=ALL_READINGS),
    Command(LOOK, "tab", "Tab", "next_view", "The next view"),
    Command(LOOK, "up,k", "↑ k", "cursor(-1, 0)", "Up a row, or a bar back", needs=READINGS),
    Command(LOOK, "down,j", "↓ j", "cursor(1, 0)", "Down a row, or a bar on", needs=READINGS),
    Command(LOOK, "left_square_bracket", "[", "cursor(0, -1)", "The bar or row before",
            needs=READINGS),
    Command(LOOK, "right_square_bracket", "]", "cursor(0, 1)", "The bar or row after",
            needs=READINGS),
    Command(LOOK, "enter", "Enter", "enter", "Into the bar or row under the cursor",
            needs=READINGS),
    Command(LOOK, "backspace", "Backspace", "leave", "Back out to the larger period",
            needs=READINGS),
    Command(DATA, "n", "n", "next_meter", "The next meter", needs=(Need.OTHER_METERS,)),
    Command(DATA, "r", "r", "refresh_readings", "Ask for new readings now", "Refresh",
            (Need.NO_SYNC,)),
    Command(DATA, "f", "f", "fill_gaps", "Ask again for all that is missing, however old",
            needs=(Need.ALL_READINGS, Need.NO_SYNC)),
    Command(DATA, "escape", "Esc", "cancel_refresh", "Stop the running refresh",
            needs=(Need.SYNC,)),
    Command(DATA, "e", "e", "export", "Write what is shown to a CSV file in this folder",
            needs=ALL_READINGS),
    Command(DATA, "E", "E", "save_picture", "Save the screen as a picture to the current folder"),
    Command(DATA, "Y", "Y", "copy", "Copy what is under the cursor", needs=READINGS),
    Command(GENERAL, "question_mark,f1", "? F1", "help", "These keys", "Help"),
    Command(GENERAL, "ctrl+p", "Ctrl+P", "palette", "Every command and theme, by name"),
    Command(GENERAL, "ctrl+z", "Ctrl+Z", "suspend", "Put octoterm aside; fg brings it back"),
    Command(GENERAL, "q,ctrl+q,ctrl+c", "q Ctrl+Q Ctrl+C", "quit", "Quit", "Quit"),
)  # fmt: skip


_NEEDS = {command.action.partition("(")[0]: command.needs for command in COMMANDS}


def needs_of(action: str) -> Collection[Need]:
    """What must be so for the action, given without its parameters."""
    return _NEEDS.get(action, ())


def bindings() -> list[Binding]:
    """The commands as Textual's bindings.

    They have priority, so that a focused widget does not take the arrow keys.
    """
    return [
        Binding(command.keys, command.action, command.help, show=False, priority=True)
        for command in COMMANDS
    ]
