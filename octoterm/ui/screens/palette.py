"""The command palette: finds commands, meters and themes by their words."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.containers import Vertical
from textual.events import Click, MouseScrollDown, MouseScrollUp

from octoterm.ui.drawing.cells import Cell, styled
from octoterm.ui.drawing.scrolling import first_drawn
from octoterm.ui.drawing.symbols import symbols_of
from octoterm.ui.palette_entries import PaletteEntry, search
from octoterm.ui.screens.searching_dialog import SearchingDialog
from octoterm.ui.widgets.cell_view import CellView

HINT = "Type what you want to do"
STYLES = ("typed", "hint", "entry", "key", "cursor")


class FoundEntries(CellView):
    """The typed text, and below it the entries found, with a cursor."""

    styles_of_cells: ClassVar[dict[str, str]] = {style: f"found--{style}" for style in STYLES}
    COMPONENT_CLASSES: ClassVar[set[str]] = set(styles_of_cells.values())
    DEFAULT_CSS = """
    FoundEntries {
        height: 1fr;
        .found--typed { text-style: bold; }
        .found--hint { color: $text-muted; }
        .found--key { color: $text-accent; }
        .found--cursor {
            background: $block-cursor-background;
            color: $cursor-text;
            text-style: bold;
        }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self.typed = ""
        self.entries: list[PaletteEntry] = []
        self.cursor = 0
        """The number of the entry under the cursor."""
        self._top = 0

    @property
    def under_cursor(self) -> PaletteEntry | None:
        """The entry under the cursor; None if nothing was found."""
        return self.entries[self.cursor] if self.entries else None

    @property
    def room(self) -> int:
        """Rows for entries."""
        return max(0, self.size.height - 1)

    @property
    def has_more_below(self) -> bool:
        """Whether there are entries below those that are drawn."""
        return self._first + self.room < len(self.entries)

    @property
    def _first(self) -> int:
        return first_drawn(len(self.entries), max(1, self.room), self._top, self.cursor)

    def show(self, typed: str, entries: list[PaletteEntry], cursor: int) -> None:
        """Show other entries."""
        self.typed, self.entries = typed, entries
        self.put_cursor(cursor)

    def put_cursor(self, number: int) -> None:
        """Put the cursor on that entry, or on the nearest one."""
        self.cursor = max(0, min(number, len(self.entries) - 1))
        self._top = self._first
        self.changed()

    def entry_at(self, y: int) -> int | None:
        """The number of the entry in row `y`; None if there is none."""
        number = self._first + y - 1
        return number if y >= 1 and number < len(self.entries) else None

    def rows(self) -> list[list[Cell]]:
        symbols, width = symbols_of(self.app), self.size.width
        typed = symbols.plain(self.typed)
        field = [*styled(f"> {typed}", "typed"), (" ", "cursor")]
        if not typed:
            field += styled(f" {symbols.cut(HINT, max(0, width - 4))}", "hint")
        drawn = list(enumerate(self.entries))[self._first :][: self.room]
        rows = [self._row(entry, number == self.cursor, width) for number, entry in drawn]
        if not self.entries:
            rows = [styled("  Nothing found", "hint")]
        return [field[:width], *rows][: self.size.height]

    def _row(self, entry: PaletteEntry, has_cursor: bool, width: int) -> list[Cell]:
        symbols = symbols_of(self.app)
        key = f" {symbols.plain(entry.key)} "
        text = symbols.cut(f"  {symbols.plain(entry.text)}", width)
        space = width - cell_len(text) - cell_len(key)
        if space < 0:
            key, space = "", width - cell_len(text)
        return [
            *styled(text + " " * space, "cursor" if has_cursor else "entry"),
            *styled(key, "cursor" if has_cursor else "key"),
        ]


class Palette(SearchingDialog[str | None]):
    """Returns the action that was chosen; None if it was closed.

    A theme is shown while the cursor is on it; the one before comes back if it is not chosen.
    """

    KEYS: ClassVar[dict[str, str]] = {
        "up": "by(-1)",
        "down": "by(1)",
        "pageup": "by_page(-1)",
        "pagedown": "by_page(1)",
        "home": "to_first",
        "end": "to_last",
        "enter": "choose",
        "ctrl+p": "dismiss(None)",
    }
    DEFAULT_CSS = """
    Palette {
        #box { width: 60; height: 80%; max-height: 24; min-height: 5; }
    }
    """

    def __init__(self, entries: tuple[PaletteEntry, ...]) -> None:
        super().__init__()
        self._entries = entries
        self._found = FoundEntries()
        self._theme_before = ""

    def compose(self) -> ComposeResult:
        with Vertical(id="box") as box:
            box.border_title = "Commands"
            yield self._found

    def on_mount(self) -> None:
        super().on_mount()
        self._theme_before = self.app.theme
        self.search()

    def on_resize(self) -> None:
        self.call_after_refresh(self._show_subtitle)

    def search(self) -> None:
        found = search(self._entries, self.typed)
        listed = [entry.theme for entry in found]
        # In a list of themes only, it begins on the one in use, so that Enter changes nothing.
        all_themes = bool(self.typed) and all(listed) and self._theme_before in listed
        cursor = listed.index(self._theme_before) if all_themes else 0
        self._found.show(self.typed, found, cursor)
        self._cursor_moved()

    def _put_cursor(self, number: int) -> None:
        self._found.put_cursor(number)
        self._cursor_moved()

    def _cursor_moved(self) -> None:
        self._show_subtitle()
        self.call_later(self._show_theme)  # after the keys that are waiting

    def _show_subtitle(self) -> None:
        more = "↓ more" if self._found.has_more_below else ""
        subtitle = self.subtitle(more, "Esc closes", "Enter runs")
        self.query_one("#box").border_subtitle = subtitle

    def _show_theme(self) -> None:
        """Show the theme under the cursor, or the one before."""
        entry = self._found.under_cursor
        if self.is_active:
            self.app.theme = (entry.theme if entry else "") or self._theme_before

    def dismiss(self, result: str | None = None) -> AwaitComplete:
        if self.is_active:
            self.app.theme = self._theme_before
        return super().dismiss(result)

    def action_by(self, entries: int) -> None:
        self._put_cursor(self._found.cursor + entries)

    def action_by_page(self, pages: int) -> None:
        self._put_cursor(self._found.cursor + pages * self._found.room)

    def action_to_first(self) -> None:
        self._put_cursor(0)

    def action_to_last(self) -> None:
        self._put_cursor(len(self._found.entries))

    def action_choose(self) -> None:
        """Run the entry under the cursor, or search for what it stands for."""
        entry = self._found.under_cursor
        if entry is None:
            self.app.bell()
        elif entry.fills:
            self.type_text(entry.fills)
        else:
            self.dismiss(entry.action)

    def on_click(self, event: Click) -> None:
        region = self._found.region
        if not region.contains(event.screen_x, event.screen_y):
            super().on_click(event)
        elif (number := self._found.entry_at(event.screen_y - region.y)) is not None:
            self._put_cursor(number)
            self.action_choose()

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        event.stop()
        self.action_by(-1)

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        event.stop()
        self.action_by(1)
