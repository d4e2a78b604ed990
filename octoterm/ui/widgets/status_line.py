"""The status line: how current the readings are, and the progress of the sync."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len
from rich.text import Text
from textual.reactive import reactive
from textual.widgets import Static

from octoterm.periods.labels import capitalised


@dataclass(frozen=True)
class Status:
    """A text with its tone: `quiet`, `busy`, `notice` (in one line), or `warning`."""

    text: str = ""
    tone: str = "quiet"
    more: tuple[str, ...] = ()
    """Texts to add if there is room, the most important first."""


class StatusLine(Static):
    """One line, cut at the edge; a warning may take six lines, because it says what to do."""

    DEFAULT_CSS = """
    StatusLine {
        height: 1;
        padding: 0 1;
        color: $line-muted;
        text-wrap: nowrap;
        text-overflow: ellipsis;
        &.-busy { color: $line-primary; }
        &.-notice { color: $line-warning; }
        &.-warning { color: $line-warning; height: auto; max-height: 6; text-wrap: wrap; }
    }
    """

    status: reactive[Status] = reactive(Status())

    def watch_status(self) -> None:
        self._write()

    def on_resize(self) -> None:
        self._write()

    def _write(self) -> None:
        status = self.status
        for tone in ("busy", "notice", "warning"):
            self.set_class(status.tone == tone, f"-{tone}")
        text = _fitting(status, self.size.width)
        self.update(Text(text), layout=status.tone == "warning")


def _fitting(status: Status, width: int) -> str:
    """The text of the status, with as many of the additional texts as fit."""
    text = status.text
    for more in status.more:
        longer = f"{text} · {more}" if text else capitalised(more)
        if cell_len(longer) > width and text:
            break
        text = longer
    return text
