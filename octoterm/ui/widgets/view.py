"""What every view is: given what is shown, it draws that, and the dashboard asks it for more."""

from __future__ import annotations

from datetime import date

from textual.message import Message
from textual.reactive import reactive

from octoterm.export.rows import Exported
from octoterm.periods.period import Period
from octoterm.session.shown import Shown
from octoterm.ui.widgets.cell_view import CellView


class PeriodEntered(Message):
    """A bar or row was clicked in order to open its period."""

    def __init__(self, period: Period | None) -> None:
        super().__init__()
        self.period = period
        """The period to open; None if there is none."""


class View(CellView):
    """The base of the views of a period, which may have a cursor and choices."""

    shown: reactive[Shown] = reactive(Shown, repaint=False)
    is_current = False
    """Whether it is on screen: the cursors of the other views are placed when they are shown."""

    follows_period = True
    """Whether the figures of the period are shown below it."""
    nothing_inside = "There is nothing to go into here"
    """The message if Enter is pressed where there is no period to open."""

    def watch_shown(self, before: Shown, shown: Shown) -> None:
        """Redraw, with the cursor on the day of the position unless it keeps its place."""
        if self.is_current and shown.day is not None and not shown.keeps_place_of(before):
            self.look_at(shown.day)
        self.changed()

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
        """Show the next of the choices; after the last comes the first."""

    def next_unusual_day(self) -> str | None:
        """Put the cursor on the next unusual day of this view, and return a message if there is
        none. Returns None if the view has no unusual days of its own."""
        return None

    @property
    def period_under_cursor(self) -> Period | None:
        """The period that Enter opens; None if there is none."""
        return None

    def exported(self) -> Exported | None:
        """What is shown, for an export; None if nothing is."""
        return None
