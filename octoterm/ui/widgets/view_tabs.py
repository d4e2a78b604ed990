"""The tabs: the names of the views, with the current one lit."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from textual.reactive import reactive

from octoterm.ui.commands import TABS
from octoterm.ui.widgets.one_line import OneLine, Word

LEAST_FOR_NAMES = 57
"""Columns from which every tab has its name; in fewer, only the current one."""


class ViewTabs(OneLine):
    """`1 Usage  2 Table  3 Trends  4 Profile  5 Data  6 Bill`; a click shows the view."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"tabs--tab", "tabs--current"}
    DEFAULT_CSS = """
    ViewTabs {
        .tabs--tab { color: $line-muted; }
        .tabs--current { color: $cursor-text; background: $block-cursor-background;
            text-style: bold; }
    }
    """

    view: reactive[str] = reactive("usage")
    """The name of the current view, as in the action of its command."""

    def words(self, width: int) -> list[Word]:
        action = f"view('{self.view}')"
        names = [tab.action == action or width >= LEAST_FOR_NAMES for tab in TABS]
        tabs = self._tabs(action, names)
        if sum(cell_len(word.text) for word in tabs) > width:
            tabs = self._tabs(action, [False] * len(TABS))
        return tabs

    def _tabs(self, current: str, names: list[bool]) -> list[Word]:
        return [
            Word(
                f" {tab.key} {tab.tab} " if named else f" {tab.key} ",
                "tabs--current" if tab.action == current else "tabs--tab",
                tab.action,
            )
            for tab, named in zip(TABS, names, strict=True)
        ]
