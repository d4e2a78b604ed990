"""What a person can do in the dashboard: declared once, here.

The key bindings, the key bar at the foot, the help and the command palette are all written
from this list. Whether the needs of a command are met now is known to the dashboard alone.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum

from textual.binding import Binding


class Need(Enum):
    """What must be so for a command to mean anything."""

    READINGS = "there are readings"
    ALL_READINGS = "all that is stored has been read, and there are readings"
    CHOICES = "the view has more than one thing to show"
    NO_SYNC = "no sync is under way"
    SYNC = "a sync is under way"
    OTHER_METERS = "there is more than one meter"


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
    needs: Collection[Need] = ()
    """While one of them is not met, the command does nothing and is dimmed."""

    @property
    def key(self) -> str:
        """The key to show where there is room for one."""
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
    Command(GENERAL, "question_mark,f1", "? F1", "help", "These keys", "Help"),
    Command(GENERAL, "ctrl+p", "Ctrl+P", "palette", "Every command and theme, by name"),
    Command(GENERAL, "ctrl+z", "Ctrl+Z", "suspend", "Put octoterm aside; fg brings it back"),
    Command(GENERAL, "q,ctrl+q,ctrl+c", "q Ctrl+Q Ctrl+C", "quit", "Quit", "Quit"),
)  # fmt: skip


def needs_of(action: str) -> Collection[Need]:
    """What must be so for the action, given without its parameters."""
    return next((each.needs for each in COMMANDS if each.action.split("(")[0] == action), ())


def bindings() -> list[Binding]:
    """The commands as Textual's bindings.

    They have priority, so that a table or a calendar with the focus does not swallow an arrow.
    """
    return [
        Binding(command.keys, command.action, command.help, show=False, priority=True)
        for command in COMMANDS
    ]
