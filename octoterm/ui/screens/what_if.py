"""Asks how consumption is to be changed, before tariffs are compared with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Static

from octoterm.periods.labels import capitalised
from octoterm.tariff_comparison.what_if import Shift, WhatIf, read_less, read_shift
from octoterm.ui.drawing.symbols import symbols_of
from octoterm.ui.screens.dialog import Dialog
from octoterm.ui.screens.setup.buttons import ChoiceButton, PlainButton
from octoterm.ui.screens.setup.text_field import TextField

USUAL_HOURS = "00:30-05:30"
HOW = {False: "from the dearest hours", True: "in addition"}
"""Whether the energy is added → what it is called."""
CHOSEN, NOT_CHOSEN = "[x] ", "[ ] "
_AMOUNT = re.compile(r"\d{1,4}(?:\.\d{1,6})?", re.ASCII)
_HOURS = re.compile(r"\d\d?:\d\d-\d\d?:\d\d", re.ASCII)
HINT = "Enter compares · Esc closes"

Read = TypeVar("Read")


class Mistake(Static):
    """What is wrong with what was typed above it."""

    def __init__(self) -> None:
        super().__init__(markup=False)
        self.display = False

    def say(self, text: str) -> None:
        """Say this; nothing if it is empty."""
        self.update(symbols_of(self.app).plain(text))
        self.display = bool(text)


class WhatIfDialog(Dialog[WhatIf | None]):
    """Returns the change, which is empty if nothing is changed, or None if it was closed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", show=False),
        Binding("up", "app.focus_previous", show=False),
        Binding("down", "app.focus_next", show=False),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (15, "-high")]  # noqa: RUF012
    DEFAULT_CSS = """
    WhatIfDialog {
        #box { width: 48; height: auto; }
        .field { height: 1; }
        .field Static { width: auto; margin-right: 1; }
        .field Static:first-child { width: 6; margin-right: 0; }
        TextField { width: 14; margin-right: 1; }
        Mistake { color: $box-warning; padding-left: 6; }
        Button { min-width: 0; margin-right: 2; }
        .how { height: 2; padding-left: 6; }
        .buttons { height: 1; }
        &.-high .space { margin-bottom: 1; }
    }
    """

    def __init__(self, what_if: WhatIf | None) -> None:
        super().__init__()
        shift = what_if.shift if what_if is not None else None
        less = what_if.less if what_if is not None else Fraction(0)
        self._kwh = TextField(self._compare, "5")
        self._hours = TextField(self._compare, USUAL_HOURS)
        self._less = TextField(self._compare, "10")
        self._kwh.value = _number(shift.kwh) if shift else ""
        self._hours.value = f"{shift.begin:%H:%M}-{shift.end:%H:%M}" if shift else USUAL_HOURS
        self._less.value = _number(100 * less) if less else ""
        self._mistakes = {field: Mistake() for field in (self._kwh, self._hours, self._less)}
        for field in self._mistakes:
            field.select_on_focus = True
        self._is_added = shift is not None and shift.is_added
        self._how: dict[bool, ChoiceButton] = {}

    def compose(self) -> ComposeResult:
        self._how = {
            is_added: ChoiceButton(self._label(is_added), partial(self._choose, is_added))
            for is_added in HOW
        }
        with Vertical(id="box") as box:
            box.border_title = "What if"
            box.border_subtitle = symbols_of(self.app).plain(HINT)
            yield from self._field("Shift", self._kwh, "kWh a day")
            yield from self._field("into", self._hours, "")
            yield Vertical(*self._how.values(), classes="how space")
            yield from self._field("Use", self._less, "% less")
            yield Horizontal(
                PlainButton("Compare", id="compare"),
                PlainButton("As it is", id="clear"),
                PlainButton("Close", id="close"),
                classes="buttons",
            )

    def _field(self, before: str, field: TextField, after: str) -> ComposeResult:
        parts = [Static(before, markup=False), field, Static(after, markup=False)]
        yield Horizontal(*parts, classes="field")
        yield self._mistakes[field]

    def on_mount(self) -> None:
        super().on_mount()
        self.set_focus(self._kwh)

    def _label(self, is_added: bool) -> str:
        # A backslash, as Textual would take the brackets for markup.
        return f"\\{CHOSEN if is_added is self._is_added else NOT_CHOSEN}{HOW[is_added]}"

    def _choose(self, is_added: bool) -> None:
        self._is_added = is_added
        for each, button in self._how.items():
            button.label = self._label(each)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        match event.button.id:
            case "compare":
                self._compare()
            case "clear":
                self.dismiss(WhatIf())
            case "close":
                self.dismiss(None)

    def _compare(self) -> None:
        """Answer with what was typed, or say what is wrong with it."""
        for mistake in self._mistakes.values():
            mistake.say("")
        shift: Shift | None = None
        less: Fraction | None = Fraction(0)
        kwh = self._kwh.value.lower().removesuffix("kwh").strip()
        if kwh and self._read(self._kwh, _amount, kwh) is None:
            return
        if kwh:
            amount = f"{'+' if self._is_added else ''}{kwh}kWh"
            with_usual = self._read(self._kwh, read_shift, f"{amount}@{USUAL_HOURS}")
            typed = self._hours.value.replace("–", "-").replace(" ", "")
            hours = with_usual and self._read(self._hours, _hours, typed)
            if not hours:
                return
            shift = self._read(self._hours, read_shift, f"{amount}@{hours}")
            if shift is None:
                return
        if typed := self._less.value.strip():
            less = self._read(self._less, read_less, f"{typed.removesuffix('%').strip()}%")
        if less is not None:
            self.dismiss(WhatIf(shift, less))

    def _read(self, field: TextField, read: Callable[[str], Read], text: str) -> Read | None:
        """What was typed into a field; if it makes no sense, say so and return None."""
        try:
            return read(text)
        except ValueError as error:
            self._mistakes[field].say(capitalised(str(error)))
            field.ask_again()
            return None


def _amount(text: str) -> str:
    if not _AMOUNT.fullmatch(text):
        raise ValueError("must be an amount, such as 5")
    return text


def _hours(text: str) -> str:
    if not _HOURS.fullmatch(text):
        raise ValueError(f"must be hours, such as {USUAL_HOURS}")
    return text


def _number(value: Fraction) -> str:
    return f"{float(value):g}"
