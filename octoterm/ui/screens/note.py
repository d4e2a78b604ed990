"""The note on a day, and what changed around that day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from octoterm.notes.before_after import BeforeAfter
from octoterm.notes.note import LONGEST, Note, note_text
from octoterm.notes.words import HEADINGS, cautions, rows
from octoterm.periods.labels import capitalised, day_label
from octoterm.ui.drawing.symbols import symbols_of
from octoterm.ui.screens.dialog import Dialog
from octoterm.ui.screens.setup.text_field import TextField
from octoterm.ui.screens.what_if import Mistake

HINT = "Enter saves · ↑ ↓ scroll · Esc closes"
EXAMPLE = "What happened, such as: heat pump fitted"


class NoteDialog(Dialog[str | None]):
    """Returns the note, which is empty to delete it, or None if it was closed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", show=False),
        Binding("up", "scroll(-1)", show=False, priority=True),
        Binding("down", "scroll(1)", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    NoteDialog {
        #box { width: 76; height: auto; scrollbar-size: 1 1; }
        TextField { width: 1fr; max-width: 100%; }
        Mistake { color: $box-warning; }
        #changes { height: auto; margin-top: 1; }
    }
    """

    def __init__(self, found: BeforeAfter, note: Note | None) -> None:
        super().__init__()
        self._found = found
        self._field = TextField(self._save, EXAMPLE)
        self._field.value = note.text if note else ""
        self._field.max_length = LONGEST
        self._mistake = Mistake()
        self._box = VerticalScroll(id="box", can_focus=False)

    def compose(self) -> ComposeResult:
        plain = symbols_of(self.app).plain
        with self._box as box:
            box.border_title = plain(f"Note on {day_label(self._found.day)}")
            box.border_subtitle = plain(HINT)
            yield self._field
            yield self._mistake
            yield Static(plain("\n".join(self._lines())), markup=False, id="changes")

    def on_mount(self) -> None:
        super().on_mount()
        self.set_focus(self._field)

    def _lines(self) -> Iterator[str]:
        """What changed, in columns, and what that is based on."""
        found = rows(self._found)
        if found:
            table = [HEADINGS, *found]
            widths = [max(len(row[at]) for row in table) for at in range(3)]
            for name, before, after, change in table:
                cells = name.ljust(widths[0]), before.rjust(widths[1]), after.rjust(widths[2])
                yield "  ".join((*cells, change))
            yield ""
        yield from cautions(self._found)

    def action_scroll(self, rows: int) -> None:
        self._box.scroll_relative(y=rows, animate=False)

    def _save(self) -> None:
        """Answer with what was typed, or say what is wrong with it."""
        typed = self._field.value
        try:
            self.dismiss(note_text(typed) if typed.strip() else "")
        except ValueError as error:
            self._mistake.say(capitalised(str(error)))
            self._field.ask_again()
