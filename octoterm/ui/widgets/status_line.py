"""The line that says how current the readings are, and what the sync is doing."""

from __future__ import annotations

from dataclasses import dataclass

from rich.text import Text
from textual.reactive import reactive
from textual.widgets import Static

from octoterm.ui.symbols import symbols_of


@dataclass(frozen=True)
class Status:
    """Some words, and how they are meant: `quiet`, `busy` or `warning`."""

    text: str = ""
    tone: str = "quiet"


class StatusLine(Static):
    """One line, cut at the edge; a warning may take three, because it says what to do."""

    DEFAULT_CSS = """
    StatusLine {
        height: 1;
        padding: 0 1;
        color: $text-muted;
        text-wrap: nowrap;
        text-overflow: ellipsis;
        &.-busy { color: $text-primary; }
        &.-warning { color: $text-warning; height: auto; max-height: 3; text-wrap: wrap; }
    }
    """

    status: reactive[Status] = reactive(Status())

    def watch_status(self, status: Status) -> None:
        for tone in ("busy", "warning"):
            self.set_class(status.tone == tone, f"-{tone}")
        text = Text(symbols_of(self.app).plain(status.text))
        self.update(text, layout=status.tone == "warning")
