"""The help: all keys, from the list of commands, beginning with those of the current view."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import ClassVar, NamedTuple

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from octoterm.ui.commands import COMMANDS, TABS, Command, found_by
from octoterm.ui.screens.searching_dialog import SearchingDialog
from octoterm.ui.widgets.scrolling_text import ScrollingText

KEYS_WIDTH = 10
"""Columns for the keys; `q Ctrl+Q Ctrl+C` takes two lines."""


class HelpLine(NamedTuple):
    """A key or an action of the mouse, and what it does."""

    keys: str
    help: str
    also: str = ""
    """Other words by which it is found."""


class Section(NamedTuple):
    """Lines below one heading."""

    name: str
    lines: list[HelpLine]


MOUSE = Section(
    "Mouse",
    [
        HelpLine("Click", "A tab, a key, a bar or a row; again to open it", "mouse"),
        HelpLine("Wheel", "Scrolls", "mouse"),
        HelpLine("Shift+drag", "Copies text", "mouse selection clipboard"),
    ],
)


class HelpScreen(SearchingDialog[None]):
    """Every key and what it does, in two columns if there is room. Typing finds some of them."""

    KEYS: ClassVar[dict[str, str]] = {
        "question_mark": "dismiss",
        "f1": "dismiss",
        "enter": "dismiss",
        "up": "by(-1, 0)",
        "down": "by(1, 0)",
        "pageup": "by(0, -1)",
        "pagedown": "by(0, 1)",
        "home": "to(0)",
        "end": "to(1)",
    }
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012
    DEFAULT_CSS = """
    HelpScreen {
        #box { width: 78; height: auto; }
        #typed { height: 1; }
        #columns { height: auto; layout: vertical; }
        .column { height: auto; margin-bottom: 1; }

        &.-wide {
            #box { width: 100%; max-width: 124; }
            #columns { layout: horizontal; }
            .column { width: 1fr; padding-right: 2; margin-bottom: 0; }
        }
    }
    """

    def __init__(self, view: str) -> None:
        super().__init__()
        self._sections = sections_for(view)
        self._box = ScrollingText(id="box")
        self._box.can_focus = False  # the screen takes the keys
        self._typed = Static(id="typed", markup=False)
        self._columns = [Static(classes="column", markup=False) for _ in range(2)]

    def compose(self) -> ComposeResult:
        with self._box:
            yield self._typed
            with Horizontal(id="columns"):
                yield from self._columns

    def on_mount(self) -> None:
        super().on_mount()
        self._box.border_title = "Keys"
        for changing in ("scroll_y", "virtual_size"):
            self.watch(self._box, changing, self._show_subtitle, init=False)
        self.search()

    def on_resize(self) -> None:
        self.call_after_refresh(self._show_subtitle)

    def search(self) -> None:
        found = [
            Section(section.name, lines)
            for section in self._sections
            if (lines := [line for line in section.lines if self._is_found(line, section.name)])
        ]
        accent = self.app.theme_variables.get("box-accent", "")
        hint = "Nothing found" if not found else "Type to search"
        self._typed.update(f"> {self.typed}" if self.typed and found else hint)
        for column, sections in zip(self._columns, halves(found), strict=True):
            column.update(Group(*self._drawn(sections, accent)))
        self._box.action_to(0)
        self._show_subtitle()

    def _is_found(self, line: HelpLine, section: str) -> bool:
        return found_by(f"{line.keys} {line.help} {line.also} {section}", self.typed)

    def _drawn(self, sections: list[Section], accent: str) -> Iterator[RenderableType]:
        for number, (name, lines) in enumerate(sections):
            table = Table.grid(padding=(0, 2, 0, 0))
            table.add_column(width=KEYS_WIDTH)
            table.add_column()
            for line in lines:
                table.add_row(Text(line.keys, "bold"), Text(line.help))
            if number:
                yield Text("")
            yield Text(name, f"bold {accent}")
            yield table

    def _show_subtitle(self) -> None:
        more = "↓ more" if self._box.scroll_y < self._box.max_scroll_y else ""
        self._box.border_subtitle = self.subtitle(more, self.escape_does)

    def action_by(self, lines: int, pages: int) -> None:
        self._box.action_by(lines, pages)

    def action_to(self, end: int) -> None:
        self._box.action_to(end)


def sections_for(view: str) -> list[Section]:
    """The commands that matter in this view, then all others, then the mouse."""
    own = [command for command in COMMANDS if command.views and command.matters_in(view)]
    others = [command for command in COMMANDS if command not in own]
    name = next(tab.tab for tab in TABS if tab.action == f"view('{view}')")
    return [
        Section(f"In {name}", list(map(_line, own))),
        *(
            Section(heading, list(map(_line, commands)))
            for heading, commands in groupby(others, lambda command: command.section)
        ),
        MOUSE,
    ]


def _line(command: Command) -> HelpLine:
    return HelpLine(command.shown, command.help, f"{command.verb} {command.also}")


def halves(sections: list[Section]) -> tuple[list[Section], list[Section]]:
    """The sections in two columns of about the same height."""
    heights = [len(section.lines) + 2 for section in sections]
    at = min(
        range(1, len(sections) + 1),
        key=lambda split: abs(sum(heights[:split]) - sum(heights[split:])),
        default=0,
    )
    return sections[:at], sections[at:]
