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
    """A bar or row was clicked, to be gone into."""

    def __init__(self, period: Period | None) -> None:
        super().__init__()
        self.period = period
        """What is inside; None where there is nothing."""


class View(CellView):
    """Shows one period in its own way, with a cursor and choices if it has any."""

    shown: reactive[Shown] = reactive(Shown, repaint=False)

    follows_period = True
    """Whether the figures of the period belong below it."""
    nothing_inside = "There is nothing to go into here"
    """Said where the cursor is on nothing that can be looked into."""
    leads_to = ""
    """The view that shows what Enter leads to, where it is another one."""

    def watch_shown(self, before: Shown, shown: Shown) -> None:
        """Draw it, with the cursor on the day that is kept in view, unless it keeps its place."""
        if shown.day is not None and not shown.keeps_place_of(before):
            self.look_at(shown.day)
        self.changed()

    @property
    def has_choices(self) -> bool:
        """Whether `o` means anything here."""
        return False

    def look_at(self, day: date) -> None:
        """Put the cursor on `day`: the person came here, or to another kind of period."""

    def step(self, rows: int, columns: int) -> None:
        """Move the cursor, as far as there is something; at the edge it stays."""

    def next_choice(self) -> None:
        """Show the next of the choices that `o` goes round."""

    def next_unusual_day(self) -> str | None:
        """Put the cursor on the next day that stands out here, and say if there is none; None
        where that is asked of the readings, not of the view."""
        return None

    @property
    def period_under_cursor(self) -> Period | None:
        """What Enter leads to."""
        return None

    def exported(self) -> Exported | None:
        """What is shown, for a file; None while nothing is."""
        return None
