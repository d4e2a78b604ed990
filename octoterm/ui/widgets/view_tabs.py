"""The tabs: the names of the views, with the current one lit."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from textual.reactive import reactive

from octoterm.ui.commands import TABS
from octoterm.ui.widgets.one_line import OneLine, Word


class ViewTabs(OneLine):
    """`1 Usage  2 Table  3 Trends` and so on; a click shows the view. If there is no room for all
    names, only the current tab shows its name."""

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
        tabs: list[Word] = []
        for is_named in (lambda _: True, lambda tab: tab.action == action, lambda _: False):
            tabs = self._tabs(action, [is_named(tab) for tab in TABS])
            if sum(cell_len(word.text) for word in tabs) <= width:
                break
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
