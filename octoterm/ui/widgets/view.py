"""The base of the views: what each draws, and what the dashboard can ask it to do."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from textual.message import Message
from textual.reactive import reactive

from octoterm.periods.period import Period
from octoterm.session.shown import Shown
from octoterm.ui.widgets.cell_view import CellView

if TYPE_CHECKING:
    from octoterm.export.rows import Exported

READABLE_COLUMNS = 54
"""Columns that most views need to be easy to read: 48 half hours and a scale."""


def wrapped_in_words(*, later: bool) -> str:
    """What is said if nothing is left in this direction, and the search continues at the other
    end."""
    return "None later, so the oldest" if later else "None earlier, so the newest"


class PeriodEntered(Message):
    """A bar or row was clicked in order to open its period."""

    def __init__(self, period: Period | None) -> None:
        super().__init__()
        self.period = period
        """The period to open; None if there is none."""


class PeriodLeft(Message):
    """The cursor of a view has left the period, which is to follow it: see `View.day_left_for`."""


class View(CellView):
    """The base of the views of a period, which may have a cursor and choices."""

    shown: reactive[Shown] = reactive(Shown, repaint=False)
    says: reactive[str] = reactive("", repaint=False)
    """The sentence about the period that it has drawn, without a full stop; empty for none."""
    lists_neighbours: reactive[bool] = reactive(False, repaint=False)
    """Whether it has drawn a list of the periods around its own, so that the panel need not."""
    is_current = False
    """Whether it is on screen. The cursor of any other view is placed when it is next shown."""

    follows_period = True
    """Whether the figures of the period are shown below it."""
    says_why_empty = False
    """Whether it says itself why it has nothing to show."""
    has_sentence = True
    """Whether a sentence about the period is shown below it."""
    counts_gaps = False
    """Whether it says itself how many gaps there are."""
    needs_readings = True
    """Whether it has nothing to show, to move to and to export without readings."""
    nothing_inside = "Nothing to open here"
    """The message if Enter is pressed where there is no period to open."""

    def watch_shown(self, before: Shown, shown: Shown) -> None:
        """Redraw, with the cursor on the day of the position unless it keeps its place."""
        if shown.differs_only_in_file_facts(before):
            return
        if self.is_current and shown.day is not None and not shown.keeps_place_of(before):
            self.look_at(shown.day)
        self.changed()

    def columns_wanted(self, shown: Shown, room: int) -> int:  # noqa: ARG002
        """How many of `room` columns it can use for `shown`; the panel of figures gets the rest.
        May be more than `room`, if that is too little to be easy to read."""
        return max(room, READABLE_COLUMNS)

    @property
    def leads_to(self) -> str:
        """The view that Enter switches to; empty if it stays in this one."""
        return ""

    @property
    def has_choices(self) -> bool:
        """Whether the view has choices for `o` to switch between."""
        return False

    def look_at(self, day: date) -> None:
        """Put the cursor on `day`, when this view or another kind of period is opened."""

    def step(self, rows: int, columns: int) -> None:
        """Move the cursor; it stops at the edge."""

    def next_choice(self) -> None:
        """Show the next of the choices, or the first after the last."""

    @property
    def next_choice_name(self) -> str:
        """What `o` would show, in one or two words for the key bar; empty if there is none."""
        return ""

    @property
    def uses_cursor(self) -> bool:
        """Whether there is a cursor on screen that can be hidden."""
        return False

    @property
    def escape_name(self) -> str:
        """What Escape does in the view, in a word for the key bar; empty if it is not shown."""
        return ""

    def put_cursor_away(self) -> None:
        """Hide the cursor, until it is moved again."""

    def open(self) -> bool:
        """Open what is under the cursor within the view; returns whether that is possible."""
        return False

    def close(self) -> bool:
        """Go back from what was opened within the view; returns whether anything was open."""
        return False

    unusual_name = "Unusual"
    """What `s` looks for, for the key bar."""

    def earlier_unusual_day(self) -> str | None:
        """Put the cursor on the nearest unusual day of this view before it, or on the last one;
        return a message if there is none, or None if the view has no unusual days of its own."""
        return None

    def later_unusual_day(self) -> str | None:
        """The same in the other direction: the nearest after the cursor, or the first one."""
        return None

    @property
    def in_words(self) -> str:
        """What is under the cursor with its value, or the period; empty without readings."""
        readings = self.shown.readings
        return readings.whole.in_words(readings.quantity) if readings is not None else ""

    @property
    def cursor_in_words(self) -> str:
        """What is under the cursor, for the status line, if the view does not say it itself."""
        return ""

    @property
    def day_left_for(self) -> date | None:
        """The day under the cursor if that has left the period, which is to follow it."""
        return None

    @property
    def period_under_cursor(self) -> Period | None:
        """The period that Enter opens; None if there is none."""
        return None

    @property
    def day_under_cursor(self) -> date | None:
        """The day to keep in view when that period is opened; None for the one kept now."""
        return None

    def exported(self) -> Exported | None:
        """What is shown, for an export; None if nothing is shown."""
        return None
