"""The date picker: a calendar of one month, and a typed date."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Center, Vertical
from textual.content import Content
from textual.events import Key, Paste
from textual.widgets import Static

from octoterm.consumption.series import Series
from octoterm.periods.labels import date_label
from octoterm.periods.period import Granularity, Period, add_months
from octoterm.periods.typed_dates import parse_date
from octoterm.safe_text import clean
from octoterm.ui.drawing.missing_marks import INCOMPLETE, NO_READINGS
from octoterm.ui.drawing.symbols import symbols_of
from octoterm.ui.screens.dialog import Dialog
from octoterm.ui.widgets.month_calendar import MonthCalendar

LONGEST = 24
"""Maximum number of characters that can be typed: more than any date has."""
HINT = "Type a date, or use the arrows."
KEYS = "Enter picks · Esc closes\nPgUp/PgDn month, Home/End first/last"
KEYS_WHILE_TYPING = "Esc clears · Enter picks"
"""In the border, as in other dialogs, because the answer may take all lines."""


class DatePicker(Dialog[Period | None]):
    """Returns a day between the first and the last reading, or None if cancelled.

    As soon as the typed text is such a day, the calendar shows it; Enter picks it, and the arrows
    continue from it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", show=False),
        Binding("right", "move(1)", show=False),
        Binding("up", "move(-7)", show=False),
        Binding("down", "move(7)", show=False),
        Binding("pageup", "turn(-1)", show=False),
        Binding("pagedown", "turn(1)", show=False),
        Binding("home", "first", show=False),
        Binding("end", "last", show=False),
        Binding("enter", "pick", show=False),
        Binding("backspace", "erase", show=False),
        Binding("ctrl+w", "erase_word", show=False),
        Binding("ctrl+u", "erase_all", show=False),
        Binding("escape", "cancel", show=False),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-tiny"), (12, "-short"), (18, "-tall")]  # noqa: RUF012
    DEFAULT_CSS = """
    DatePicker {
        #box { width: 42; height: auto; }
        #legend { width: auto; margin-bottom: 1; color: $box-muted; }
        #day { height: 1; text-wrap: nowrap; text-style: bold; }
        #entry { height: 3; }

        &.-short, &.-tiny {
            #box { height: 100%; max-height: 12; }
            #legend { display: none; }
            #month { height: 1fr; }
            MonthCalendar { height: 100%; }
        }
        &.-tiny #box { padding: 0; border: none; }
        &.-tiny #entry { height: 1; }
    }
    """

    def __init__(self, series: Series, day: date, today: date) -> None:
        super().__init__()
        self._series = series
        self._today = today
        self._choice = series.whole or Period.spanning(day, day)
        self._day = self._nearest(day)
        """The day that the arrow keys moved to."""
        self._typed = ""
        self._calendar = MonthCalendar()
        self._readout = Static(id="day", markup=False)
        self._entry = Static(id="entry", markup=False)

    def compose(self) -> ComposeResult:
        symbols = symbols_of(self.app)
        legend = Content.assemble(
            f"{symbols.bars[1]} low  {symbols.bars[-1]} high\n",
            (symbols.incomplete, "$box-hatched"),
            f" {INCOMPLETE}  {symbols.missing} {NO_READINGS}",
        )
        with Vertical(id="box") as box:
            box.border_title = "Pick a date"
            with Center(id="month"):
                yield self._calendar
            yield Static(legend, id="legend")
            yield self._readout
            yield self._entry

    def on_mount(self) -> None:
        self._calendar.series = self._series
        self._show()

    def on_key(self, event: Key) -> None:
        if event.character and event.is_printable:
            event.stop()
            self._type(event.character)

    def on_paste(self, event: Paste) -> None:
        event.stop()
        self._type(clean(event.text, LONGEST))

    def on_month_calendar_day_chosen(self, event: MonthCalendar.DayChosen) -> None:
        if event.day in self._choice:
            self.dismiss(Period.containing(Granularity.DAY, event.day))
        else:
            self._show(self._outside)

    def on_month_calendar_turned(self, event: MonthCalendar.Turned) -> None:
        self.action_turn(event.months)

    def action_move(self, days: int) -> None:
        self._go(self._aim + timedelta(days=days))

    def action_turn(self, months: int) -> None:
        self._go(add_months(self._aim, months))

    def action_first(self) -> None:
        self._go(self._choice.first)

    def action_last(self) -> None:
        self._go(self._choice.last)

    def action_erase(self) -> None:
        self._typed = self._typed[:-1]
        self._show()

    def action_erase_word(self) -> None:
        self._typed = self._typed.rstrip().rpartition(" ")[0]
        self._show()

    def action_erase_all(self) -> None:
        self._typed = ""
        self._show()

    def action_pick(self) -> None:
        try:
            self.dismiss(self._understood())
        except ValueError:
            self.app.bell()

    def action_cancel(self) -> None:
        if self._typed:
            self._typed = ""
            self._show()
        else:
            self.dismiss(None)

    def _go(self, day: date) -> None:
        self._day, self._typed = self._nearest(day), ""
        if day < self._choice.first:
            self._show("There are no earlier readings.")
        elif day > self._choice.last:
            self._show("There are no later readings.")
        else:
            self._show()

    def _type(self, text: str) -> None:
        """Add `text` to the typed text, which must begin with a letter or a digit. The key that
        opens the picker may have been pressed twice: it is left out, as no date begins with it."""
        if self._typed or (text[:1].isalnum() and text != "p"):
            self._typed = (self._typed + text)[:LONGEST]
            self._show()

    def _nearest(self, day: date) -> date:
        return min(max(day, self._choice.first), self._choice.last)

    def _understood(self) -> Period:
        """The day, week, month or year that Enter picks. Raises ValueError with a message about
        the typed text."""
        if not self._typed:
            return Period.containing(Granularity.DAY, self._day)
        typed = parse_date(self._typed, self._today, self._series.last_day)
        if typed.last < self._choice.first or typed.first > self._choice.last:
            raise ValueError(self._outside)
        return typed.period

    @property
    def _shown(self) -> Period:
        """What is typed, if that can be picked, or the day moved to."""
        try:
            return self._understood()
        except ValueError:
            return Period.containing(Granularity.DAY, self._day)

    @property
    def _aim(self) -> date:
        """The day from which the arrows continue."""
        return self._nearest(self._shown.first)

    @property
    def _outside(self) -> str:
        if not len(self._series):
            return "There are no readings yet."
        first, last = date_label(self._choice.first), date_label(self._choice.last)
        return f"Readings run from {first} to {last}."

    def _show(self, note: str = HINT) -> None:
        """Update the screen; `note` is shown if nothing is typed."""
        day = self._aim
        self._calendar.month = Period.containing(Granularity.MONTH, day)
        self._calendar.cursor = day
        self._readout.update(self._figures(self._shown), layout=False)
        self.query_one("#box").border_subtitle = KEYS_WHILE_TYPING if self._typed else ""
        if self._typed:
            typed = Content.assemble("Date: ", (self._typed, "bold"), (" ", "reverse"), "\n")
            self._entry.update(typed + self._answer(), layout=False)
        else:
            self._entry.update(Content(f"{note}\n{KEYS}"), layout=False)

    def _answer(self) -> str:
        try:
            return f"→ {self._understood().label}"
        except ValueError as error:
            return str(error)

    def _figures(self, period: Period) -> Content:
        figures, label = self._series.figures(period), period.label
        if not figures.readings:
            return Content(f"{label}  no readings")
        count = f"{figures.readings:,}/{figures.expected:,}"
        return Content(f"{label}  {self._series.quantity.whole.text(figures.total)}  {count}")
