"""The commands of the dashboard, each declared once.

The key bindings, the tabs, the key bar, the help and the command palette are made from this list.
The dashboard decides whether the needs of a command are met.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import Enum
from typing import NamedTuple

from textual.binding import Binding


class Need(Enum):
    """A condition for a command to be available."""

    READINGS = "there are readings"
    ALL_READINGS = "all that is stored has been read, and there are readings"
    CHOICES = "the view has more than one thing to show"
    NO_SYNC = "no sync is under way"
    CURSOR_OR_SYNC = "a cursor is used, or a sync is under way"
    OTHER_METERS = "there is more than one meter"


class Command(NamedTuple):
    """A command: its keys, the action of the dashboard, its texts, and where it matters."""

    section: str
    """Its heading in the help."""
    keys: str
    """Textual's key names, separated by commas, beginning with the one to show."""
    shown: str
    """The keys as shown in the help."""
    action: str
    help: str
    verb: str = ""
    """The name in the palette; empty for keys that nobody would look for by name."""
    also: str = ""
    """Other words by which the help and the palette find it."""
    foot: str | None = None
    """The word after the key in the key bar, shared by neighbours with the same word. If empty,
    only the key is shown; if None, it is in the bar only while the dashboard has a word for it."""
    worth: int = 0
    """If not all commands fit, the key bar shows those with the highest worth."""
    views: Collection[str] = ()
    """The views in which it matters: the key bar of other views does not show it, and the help
    begins with the commands of the current view. If empty, it matters in all views alike."""
    tab: str = ""
    """The name of the view that it shows, on its tab."""
    needs: Collection[Need] = ()
    """Unless all are met, the command does nothing and is dimmed."""
    short: str | None = None
    """A shorter word for the key bar, or none if empty: for this command and the neighbours that
    share its word, used if keys that matter need the room."""

    @property
    def key(self) -> str:
        """The key to show if there is room for only one."""
        return self.shown.split()[0]

    @property
    def name(self) -> str:
        """The name of the action, without its parameters."""
        return self.action.partition("(")[0]

    def matters_in(self, view: str) -> bool:
        """Whether it belongs in the key bar of this view."""
        if view in WITHOUT_PERIOD and self.section in (MOVE, PERIOD):
            return False
        if view in OF_ONE_KIND and self.name == "show":
            return False
        return not self.views or view in self.views


MOVE, PERIOD, VIEW, CURSOR, DATA, GENERAL = (
    "Move", "Period", "View", "Cursor", "Readings", "octoterm",
)  # fmt: skip
READINGS, ALL_READINGS = (Need.READINGS,), (Need.ALL_READINGS,)
COMPARING = ("usage", "table")
VIEWS_OF_DAYS = ("usage", "table", "trends", "profile", "data")
EVERY_VIEW = (*VIEWS_OF_DAYS, "bill", "prices", "tariffs")
"""For commands whose effect is the view's own."""
WITHOUT_PERIOD = ("tariffs",)
"""Views that have a period of their own, which no key changes."""
OF_ONE_KIND = ("bill", "prices")
"""Views that are always of the same kind of period: a billing month, or a day."""

COMMANDS = (
    Command(MOVE, "left,h", "← h", "move(-1)", "Previous day, week, month or year",
            "Go to the previous period", "back earlier before", "Move", 90, needs=READINGS,
            short=""),
    Command(MOVE, "right,l", "→ l", "move(1)", "Next day, week, month or year",
            "Go to the next period", "forward later after", "Move", 90, needs=READINGS),
    Command(MOVE, "pageup", "PgUp", "leap(-1)", "Back by the next larger step (day → week)",
            "Go back by a larger step", "page up earlier", "Larger step", 15, needs=READINGS),
    Command(MOVE, "pagedown", "PgDn", "leap(1)", "Forward by the next larger step (day → week)",
            "Go forward by a larger step", "page down later", "Larger step", 15, needs=READINGS),
    Command(MOVE, "home,g", "Home g", "first", "First period with readings",
            "Go to the first readings", "begin start oldest", "First, last", 14,
            needs=ALL_READINGS),
    Command(MOVE, "end,G", "End G", "last", "Last period with readings",
            "Go to the last readings", "newest", "First, last", 14, needs=READINGS),
    Command(PERIOD, "d", "d", "show('day')", "Day, half hour by half hour",
            "Go to day", "show zoom daily", "Period", 80, needs=READINGS, short=""),
    Command(PERIOD, "w", "w", "show('week')", "Week, from Monday",
            "Go to week", "show zoom weekly", "Period", 80, needs=READINGS),
    Command(PERIOD, "m", "m", "show('month')", "Month",
            "Go to month", "show zoom monthly", "Period", 80, needs=READINGS),
    Command(PERIOD, "y", "y", "show('year')", "Year",
            "Go to year", "show zoom yearly annual", "Period", 80, needs=READINGS),
    Command(PERIOD, "a", "a", "show('all')", "All readings",
            "Go to all readings", "show zoom everything history", "Period", 80, needs=READINGS),
    Command(PERIOD, "t", "t", "latest", "The latest complete day, or its period",
            "Go to the latest complete day", "yesterday today now newest", "Latest", 50,
            needs=READINGS),
    Command(PERIOD, "p,slash", "p /", "pick_date", "Pick a date or type one",
            "Go to a date", "pick type find jump calendar search", "Date", 55, needs=READINGS),
    Command(VIEW, "1", "1", "view('usage')", "Usage: bars of half hours, days or months",
            "Show Usage", "chart bars view", tab="Usage"),
    Command(VIEW, "2", "2", "view('table')", "Table: the same in numbers",
            "Show Table", "numbers rows view", tab="Table"),
    Command(VIEW, "3", "3", "view('trends')", "Trends: daily values, running averages",
            "Show Trends", "average records view", tab="Trends"),
    Command(VIEW, "4", "4", "view('profile')", "Profile: the average day, and a heat map",
            "Show Profile", "average day heat map view", tab="Profile"),
    Command(VIEW, "5", "5", "view('data')", "Data: how complete the readings are",
            "Show Data", "gaps missing complete syncs view", tab="Data"),
    Command(VIEW, "6", "6", "view('bill')", "Bill: of the billing month",
            "Show Bill", "charge total VAT standing view", tab="Bill"),
    Command(VIEW, "7", "7", "view('prices')", "Prices: today and as far as published",
            "Show Prices", "cheapest tomorrow rate Agile Tracker tariff view", tab="Prices"),
    Command(VIEW, "8", "8", "view('tariffs')", "Tariffs: what others would have cost",
            "Show Tariffs", "compare switch cheaper which market supplier view", tab="Tariffs"),
    Command(VIEW, "tab", "Tab", "next_view", "Next view", "Show the next view", worth=20,
            foot="Views"),
    Command(VIEW, "o", "o", "next_choice",
            "Switch what is shown (base load, peak; weekdays, months; other tariffs)",
            "Show something else in this view",
            "other option base load peak total weekdays tariff", worth=75,
            views=("trends", "profile", "prices"), needs=(Need.CHOICES,)),
    Command(VIEW, "i", "i", "what_if", "What if: the same with a changed use",
            "Compare tariffs with a changed use", "what if shift move car battery less tariffs",
            "What if", 78, ("tariffs",), needs=ALL_READINGS),
    Command(VIEW, "c", "c", "compare",
            "Compare with usual, period before, year earlier, off",
            foot="Compare", worth=70, views=COMPARING, needs=READINGS),
    Command(VIEW, "u,pound_sign", "u £", "quantity",
            "Show pounds, or kWh again (in Prices: your use)",
            "Show pounds", "money cost price bill income pence kWh energy quantity unit",
            worth=68, needs=ALL_READINGS),
    Command(VIEW, "s", "s", "earlier_unusual_day",
            "Next older unusual day (in Data: incomplete day)",
            "Go to the next older unusual day", "find odd strange outlier stand out incomplete",
            "Unusual", 60, VIEWS_OF_DAYS, needs=ALL_READINGS),
    Command(VIEW, "S", "S", "later_unusual_day", "Next newer unusual day",
            "Go to the next newer unusual day", "odd strange outlier",
            views=VIEWS_OF_DAYS, needs=ALL_READINGS),
    Command(VIEW, "R", "R", "records", "List of records and unusual days",
            "Show records and unusual days", "highest lowest longest odd away list", "Records", 37,
            needs=ALL_READINGS),
    Command(CURSOR, "up,k", "↑ k", "cursor(-1, 0)", "Previous row or bar", foot="Cursor",
            worth=32, views=EVERY_VIEW, needs=READINGS),
    Command(CURSOR, "down,j", "↓ j", "cursor(1, 0)", "Next row or bar", foot="Cursor",
            worth=32, views=EVERY_VIEW, needs=READINGS),
    Command(CURSOR, "left_square_bracket", "[", "cursor(0, -1)", "Previous column or bar",
            views=EVERY_VIEW, needs=READINGS),
    Command(CURSOR, "right_square_bracket", "]", "cursor(0, 1)", "Next column or bar",
            views=EVERY_VIEW, needs=READINGS),
    Command(CURSOR, "enter", "Enter", "enter", "Open the bar or row at the cursor", foot="Open",
            worth=45, views=EVERY_VIEW, needs=READINGS),
    Command(CURSOR, "backspace", "Backspace", "leave", "Back out to the larger period",
            "Go out to the larger period", "up zoom", "Back", 30, EVERY_VIEW,
            needs=READINGS),
    Command(CURSOR, "escape", "Esc", "escape", "Hide the cursor, or stop fetching",
            "Hide the cursor, or stop fetching", "cancel sync", worth=85,
            needs=(Need.CURSOR_OR_SYNC,)),
    Command(DATA, "n", "n", "next_meter", "Next meter", worth=72, needs=(Need.OTHER_METERS,),
            short="Meter"),
    Command(DATA, "r", "r", "refresh_readings", "Fetch new readings now", "Refresh now",
            "sync download update fetch", "Refresh", 35, needs=(Need.NO_SYNC,)),
    Command(DATA, "f", "f", "fill_gaps", "Re-request everything missing, however old",
            "Re-request everything missing", "fill gaps download fetch", "Request missing", 58,
            ("data",), needs=(Need.ALL_READINGS, Need.NO_SYNC)),
    Command(DATA, "N", "N", "note", "Note on the day, and what changed around it",
            "Write a note on the day", "comment mark before after", "Note", 20, VIEWS_OF_DAYS,
            needs=ALL_READINGS),
    Command(DATA, "e", "e", "export", "Export this view as CSV to the current folder",
            "Export this view as CSV", "save download write file spreadsheet",
            "Export", 40, EVERY_VIEW, needs=ALL_READINGS),
    Command(DATA, "E", "E", "save_picture", "Save the screen as a picture to the current folder",
            "Save the screen as a picture", "screenshot svg download write file", "Picture", 28),
    Command(DATA, "Y", "Y", "copy", "Copy what is under the cursor",
            "Copy what is under the cursor", "clipboard yank", "Copy", 27, EVERY_VIEW,
            needs=READINGS),
    Command(GENERAL, "question_mark,f1", "? F1", "help", "This help",
            "Show the keys", "help manual", "Help", 99),
    Command(GENERAL, "ctrl+p", "Ctrl+P", "palette", "Command palette: commands and themes by name",
            foot="Commands", worth=25, also="theme dark light colours"),
    Command(GENERAL, "ctrl+z", "Ctrl+Z", "suspend", "Suspend; fg resumes",
            "Suspend octoterm", "background shell stop"),
    Command(GENERAL, "q,ctrl+q,ctrl+c", "q Ctrl+Q Ctrl+C", "quit", "Quit",
            "Quit", "exit leave close stop", "Quit", 100),
)  # fmt: skip

TABS = tuple(command for command in COMMANDS if command.tab)
"""The commands that show a view, in the order of the tabs."""

_NEEDS = {command.name: command.needs for command in COMMANDS}


def needs_of(action: str) -> Collection[Need]:
    """The needs of an action, which is given without its parameters."""
    return _NEEDS.get(action, ())


def found_by(words: str, typed: str) -> bool:
    """Whether each typed word begins a word of `words`, in any case and order."""
    there = words.casefold().split()
    return all(any(word.startswith(each) for word in there) for each in typed.casefold().split())


def bindings() -> list[Binding]:
    """The commands as Textual's bindings.

    They have priority, so that a focused widget does not take the arrow keys.
    """
    return [
        Binding(command.keys, command.action, command.help, show=False, priority=True)
        for command in COMMANDS
    ]
