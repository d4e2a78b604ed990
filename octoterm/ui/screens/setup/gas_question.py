"""Asks which unit a gas meter counts in, and what the bill says about the gas."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from octoterm.config import values
from octoterm.errors import UsageError
from octoterm.household.meter import UNIT_CUBIC_METRES, UNIT_KWH, USUAL_CALORIFIC_VALUE
from octoterm.household.meter_point import MeterPoint
from octoterm.setup.found import GasAnswer
from octoterm.ui.drawing.symbols import symbols_of
from octoterm.ui.screens.setup.buttons import ChoiceButton
from octoterm.ui.screens.setup.text_field import TextField

UNITS = {UNIT_CUBIC_METRES: "m³ (SMETS2)", UNIT_KWH: "kWh (SMETS1)"}
CHOSEN, NOT_CHOSEN = "[x] ", "[ ] "
NOT_ANSWERED = "Choose first what your gas meter counts in"


class GasQuestion(Vertical):
    """Two buttons, and the calorific value, which matters if the meter counts cubic metres."""

    DEFAULT_CSS = """
    GasQuestion {
        height: auto;
        margin-bottom: 1;
        Horizontal { height: 1; }
        Horizontal Static { width: auto; margin-right: 1; }
    }
    """

    def __init__(self, point: MeterPoint, chosen: Callable[[], object]) -> None:
        """`chosen` is called after each choice."""
        super().__init__()
        self._point = point
        self._chosen = chosen
        self._unit = ""
        self._value = TextField(self._go_on, str(USUAL_CALORIFIC_VALUE))
        self._value_line = Horizontal(disabled=True)
        self._buttons: dict[str, ChoiceButton] = {}

    def compose(self) -> ComposeResult:
        plain = symbols_of(self.app).plain
        self._buttons = {
            unit: ChoiceButton(self._label(unit), partial(self._choose, unit)) for unit in UNITS
        }
        yield Static(plain(f"{self._point.label} counts in"), markup=False)
        yield Horizontal(*self._buttons.values())
        with self._value_line:
            yield Static("MJ per cubic metre on the bill", markup=False)
            yield self._value

    def _go_on(self) -> None:
        self.screen.focus_next()

    def _label(self, unit: str) -> str:
        plain = symbols_of(self.app).plain(UNITS[unit])
        # A backslash, as Textual would take the brackets for markup.
        return f"\\{CHOSEN if unit == self._unit else NOT_CHOSEN}{plain}"

    def _choose(self, unit: str) -> None:
        """Note the unit of the meter, and ask for the calorific value if it is needed."""
        self._unit = unit
        self._value_line.disabled = unit != UNIT_CUBIC_METRES
        for each, button in self._buttons.items():
            button.label = self._label(each)
        self._chosen()

    @property
    def answer(self) -> GasAnswer:
        """What was answered. Raises UsageError if nothing was, or if it makes no sense."""
        if not self._unit:
            raise UsageError(NOT_ANSWERED)
        if self._unit == UNIT_KWH:
            return GasAnswer(self._point.number, UNIT_KWH)
        try:
            typed = self._value.value.strip()
            value = values.calorific_value(float(typed)) if typed else USUAL_CALORIFIC_VALUE
        except ValueError:
            raise UsageError(
                "The calorific value is a number from 30 to 50, the MJ per cubic metre on a gas "
                f"bill; {USUAL_CALORIFIC_VALUE} is usual"
            ) from None
        return GasAnswer(self._point.number, UNIT_CUBIC_METRES, value)
