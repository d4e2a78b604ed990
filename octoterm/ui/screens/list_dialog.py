"""A dialog that lists what is found by typing, with a cursor to choose a line."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Click, MouseScrollDown, MouseScrollUp
from textual.screen import ScreenResultType

from octoterm.ui.drawing.cells import Cell, styled
from octoterm.ui.drawing.scrolling import first_drawn
from octoterm.ui.drawing.shortened import cut
from octoterm.ui.screens.searching_dialog import SearchingDialog
from octoterm.ui.widgets.cell_view import CellView

STYLES = ("typed", "hint", "entry", "key", "cursor")


class Line(NamedTuple):
    """One line of the list."""

    text: str
    key: str = ""
    """The text at its right end, if there is room."""


class FoundLines(CellView):
    """The typed text, and below it the lines found, with a cursor."""

    styles_of_cells: ClassVar[dict[str, str]] = {style: f"found--{style}" for style in STYLES}
    COMPONENT_CLASSES: ClassVar[set[str]] = set(styles_of_cells.values())
    DEFAULT_CSS = """
    FoundLines {
        height: 1fr;
        .found--typed { text-style: bold; }
        .found--hint { color: $box-muted; }
        .found--key { color: $box-accent; }
        .found--cursor {
            background: $block-cursor-background;
            color: $cursor-text;
            text-style: bold;
        }
    }
    """

    def __init__(self, hint: str) -> None:
        super().__init__()
        self._hint = hint
        self.typed = ""
        self.lines: list[Line] = []
        self.cursor = 0
        """The number of the line under the cursor."""
        self._top = 0

    @property
    def under_cursor(self) -> Line | None:
        """The line under the cursor; None if nothing was found."""
        return self.lines[self.cursor] if self.lines else None

    @property
    def room(self) -> int:
        """Rows for lines."""
        return max(0, self.size.height - 1)

    @property
    def has_more_below(self) -> bool:
        """Whether there are lines below those that are drawn."""
        return self._first + self.room < len(self.lines)

    @property
    def _first(self) -> int:
        return first_drawn(len(self.lines), max(1, self.room), self._top, self.cursor)

    def show(self, typed: str, lines: list[Line], cursor: int) -> None:
        """Show other lines."""
        self.typed, self.lines = typed, lines
        self.put_cursor(cursor)

    def put_cursor(self, number: int) -> None:
        """Put the cursor on that line, or on the nearest one."""
        self.cursor = max(0, min(number, len(self.lines) - 1))
        self._top = self._first
        self.changed()

    def line_at(self, y: int) -> int | None:
        """The number of the line in row `y`; None if there is none."""
        number = self._first + y - 1
        return number if y >= 1 and number < len(self.lines) else None

    def rows(self) -> list[list[Cell]]:
        width, typed = self.size.width, self.typed
        field = [*styled(f"> {typed}", "typed"), (" ", "cursor")]
        if not typed:
            field += styled(f" {cut(self._hint, max(0, width - 4))}", "hint")
        drawn = list(enumerate(self.lines))[self._first :][: self.room]
        rows = [self._row(line, number == self.cursor, width) for number, line in drawn]
        if not self.lines:
            rows = [styled("  Nothing found", "hint")]
        return [field[:width], *rows][: self.size.height]

    def _row(self, line: Line, has_cursor: bool, width: int) -> list[Cell]:
        key = f" {line.key} "
        text = cut(f"  {line.text}", width)
        space = width - cell_len(text) - cell_len(key)
        if space < 0:
            key, space = "", width - cell_len(text)
        return [
            *styled(text + " " * space, "cursor" if has_cursor else "entry"),
            *styled(key, "cursor" if has_cursor else "key"),
        ]


class ListDialog(SearchingDialog[ScreenResultType]):
    """Shows lines below what is typed; subclasses decide which, and what choosing one does."""

    KEYS: ClassVar[dict[str, str]] = {
        "up": "by(-1)",
        "down": "by(1)",
        "pageup": "by_page(-1)",
        "pagedown": "by_page(1)",
        "home": "to_first",
        "end": "to_last",
        "enter": "choose",
    }
    DEFAULT_CSS = """
    ListDialog {
        #box { width: 60; height: 80%; max-height: 24; min-height: 5; }
    }
    """
    hint = "Type to search"
    """Shown while nothing is typed."""

    def __init__(self) -> None:
        super().__init__()
        self.list = FoundLines(self.hint)

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield self.list

    def on_mount(self) -> None:
        super().on_mount()
        self.search()

    def on_resize(self) -> None:
        self.call_after_refresh(self.show_border)

    @property
    def enter_does(self) -> str:
        """What Enter does, for the border of the box."""
        raise NotImplementedError

    def action_choose(self) -> None:
        """Do what the line under the cursor stands for."""
        raise NotImplementedError

    def show_lines(self, lines: list[Line], cursor: int = 0) -> None:
        """List these lines, with the cursor on the one of that number."""
        self.list.show(self.typed, lines, cursor)
        self.cursor_moved()

    def cursor_moved(self) -> None:
        """Called when the cursor may be on another line."""
        self.show_border()

    def show_border(self) -> None:
        """Write into the border of the box, as much as fits."""
        more = "↓ more" if self.list.has_more_below else ""
        subtitle = self.subtitle(more, self.escape_does, self.enter_does)
        self.query_one("#box").border_subtitle = subtitle

    def _put_cursor(self, number: int) -> None:
        self.list.put_cursor(number)
        self.cursor_moved()

    def action_by(self, lines: int) -> None:
        self._put_cursor(self.list.cursor + lines)

    def action_by_page(self, pages: int) -> None:
        self._put_cursor(self.list.cursor + pages * self.list.room)

    def action_to_first(self) -> None:
        self._put_cursor(0)

    def action_to_last(self) -> None:
        self._put_cursor(len(self.list.lines))

    def on_click(self, event: Click) -> None:
        region = self.list.region
        if not region.contains(event.screen_x, event.screen_y):
            super().on_click(event)
        elif (number := self.list.line_at(event.screen_y - region.y)) is not None:
            self._put_cursor(number)
            self.action_choose()

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        event.stop()
        self.action_by(-1)

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        event.stop()
        self.action_by(1)
