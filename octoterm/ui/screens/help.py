"""The help: all keys, from the list of commands."""

from __future__ import annotations

from itertools import groupby
from typing import ClassVar

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from octoterm.ui.commands import COMMANDS, Command
from octoterm.ui.drawing.symbols import symbols_of
from octoterm.ui.screens.dialog import Dialog
from octoterm.ui.widgets.scrolling_text import ScrollingText

KEYS_WIDTH = 9
"""Columns for the keys; `q Ctrl+Q Ctrl+C` takes two lines."""

Section = tuple[str, list[Command]]


class HelpScreen(Dialog[None]):
    """Every key and what it does, in two columns if there is room."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,f1,q,enter", "dismiss", show=False),
    ]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012
    DEFAULT_CSS = """
    HelpScreen {
        #box { width: 66; height: auto; }
        #columns { height: auto; layout: vertical; }
        .column { height: auto; }
        .section { margin-bottom: 1; }
        .heading { color: $text-accent; text-style: bold; }

        &.-wide {
            #box { width: 100%; max-width: 118; }
            #columns { layout: horizontal; }
            .column { width: 1fr; padding-right: 2; }
        }
    }
    """

    def compose(self) -> ComposeResult:
        sections = [
            (name, list(commands))
            for name, commands in groupby(COMMANDS, lambda command: command.section)
        ]
        with ScrollingText(id="box") as box, Horizontal(id="columns"):
            box.border_title = "Keys"
            box.border_subtitle = "Esc closes"
            for column in halves(sections):
                with Vertical(classes="column"):
                    for name, commands in column:
                        yield Static(name, classes="heading", markup=False)
                        yield Static(self._table(commands), classes="section")

    def _table(self, commands: list[Command]) -> Table:
        plain = symbols_of(self.app).plain
        table = Table.grid(padding=(0, 2, 0, 0))
        table.add_column(width=KEYS_WIDTH)
        table.add_column()
        for command in commands:
            table.add_row(Text(plain(command.shown), "bold"), Text(plain(command.help)))
        return table


def halves(sections: list[Section]) -> tuple[list[Section], list[Section]]:
    """The sections in two columns of about the same height."""
    heights = [len(commands) + 2 for _, commands in sections]
    at = min(
        range(1, len(sections)),
        key=lambda split: abs(sum(heights[:split]) - sum(heights[split:])),
    )
    return sections[:at], sections[at:]
