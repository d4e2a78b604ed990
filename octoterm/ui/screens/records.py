"""The list of records and unusual days; each line opens its day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from octoterm.analysis.period_readings import PeriodReadings
from octoterm.analysis.records import Entry
from octoterm.periods.labels import WEEKDAY_NAMES, day_label, full_month_label, short_date_label
from octoterm.periods.period import Granularity
from octoterm.ui.commands import found_by
from octoterm.ui.screens.list_dialog import Line, ListDialog

LONG = (Granularity.MONTH, Granularity.YEAR)
"""Kinds of period that have records of their own; others have the records of all readings."""
WIDE = 64
"""Fewest columns of a terminal in which dates are in full."""


class RecordsDialog(ListDialog[Entry | None]):
    """Returns the entry that was chosen; None if it was closed.

    It begins with the period that is shown; Tab switches to all readings and back.
    """

    KEYS: ClassVar[dict[str, str]] = {**ListDialog.KEYS, "tab": "next_scope"}
    DEFAULT_CSS = """
    RecordsDialog {
        #box { width: 84; max-height: 40; }
    }
    """
    hint = "Type to search, such as: unusual, lowest, feb"

    def __init__(self, scopes: tuple[PeriodReadings, ...]) -> None:
        super().__init__()
        self._scopes = scopes
        self._number = 0
        """The number of the scope that is shown."""
        self._found: list[Entry] = []

    @property
    def _following(self) -> int:
        return (self._number + 1) % len(self._scopes)

    @property
    def enter_does(self) -> str:
        tab = f" · Tab {self._scopes[self._following].period.label}"
        return f"Enter opens{tab if len(self._scopes) > 1 else ''}"

    def search(self) -> None:
        self._found = list(self._entries())
        self._show_found(0)

    def _entries(self) -> Iterator[Entry]:
        readings = self._scopes[self._number]
        for kind, entries in (("record", readings.records), ("odd", readings.unusual_days)):
            for entry in entries:
                if found_by(f"{entry.words} {_names(entry.day)} {kind}", self.typed):
                    yield entry

    def show_border(self) -> None:
        period = self._scopes[self._number].period.label
        self.query_one("#box").border_title = self.subtitle(period, "records and unusual days")
        super().show_border()

    def _show_found(self, cursor: int) -> None:
        label, width = (day_label, 17) if self.app.size.width >= WIDE else (_short_label, 10)
        lines = [Line(f"{label(entry.day):<{width}}{entry.words}") for entry in self._found]
        self.show_lines(lines, cursor)

    def on_resize(self) -> None:
        self._show_found(self.list.cursor)
        super().on_resize()

    def action_next_scope(self) -> None:
        """Show the records of the other period."""
        self._number = self._following
        self.search()

    def action_choose(self) -> None:
        if self._found:
            self.dismiss(self._found[self.list.cursor])
        else:
            self.app.bell()


def scopes_of(readings: PeriodReadings) -> tuple[PeriodReadings, ...]:
    """The readings whose records are listed: those of a month or year if it has any, then all."""
    whole = readings.series.whole
    everything = (PeriodReadings(readings.series, whole),) if whole else ()
    has_own = readings.period.granularity in LONG and readings.records
    return (readings, *everything) if has_own else everything


def _short_label(day: date) -> str:
    """`24 Feb 24`."""
    return f"{short_date_label(day)} {day:%y}"


def _names(day: date) -> str:
    """Everything by which a day may be searched for."""
    return f"{day_label(day)} {WEEKDAY_NAMES[day.weekday()]} {full_month_label(day)}"
