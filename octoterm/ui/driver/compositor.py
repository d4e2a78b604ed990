"""Our own compositor: it places the widgets of a screen, and composes its rows from them.

Textual 8.2 forgets its map of the widgets when a hidden one is to be repainted, and makes and
keeps a new one as soon as the place or size of any widget is asked for, which painting does. If a
widget has just been shown and its layout is still to come, that layout compares the new map with
itself, finds no change, and the new widget stays undrawn. The messages arrive in that order only
on a busy machine. So this map changes only when the screen is laid out.

It composes whole rows; `frame` finds what has changed in them before they are sent.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from rich.console import Console, ConsoleOptions, RenderResult
from rich.segment import Segment
from textual._compositor import (
    Compositor,
    CompositorUpdate,
    ReflowResult,
)
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from octoterm.ui.driver.frame import Frame, Picture, move_to


class ComposedRows(CompositorUpdate, Picture):
    """Rows of the screen, some or all."""

    def __init__(self, rows: Mapping[int, list[Segment]], size: Size) -> None:
        self.rows = rows
        """Whole rows by number, from the top."""
        self.size = size
        """The size of the screen."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        # For a picture in a file.
        for segments in self.rows.values():
            yield from Segment.simplify(segments)
            yield Segment.line()

    def render_segments(self, console: Console) -> str:
        """The text to write to a terminal whose content is unknown."""
        return "".join(
            f"{move_to(0, y)}{Strip(segments).render(console)}"
            for y, segments in self.rows.items()
        )

    def changes_on(self, frame: Frame) -> ChangedRows | None:
        return None if frame.has(self.rows, self.size) else ChangedRows(self, frame)


class ChangedRows(CompositorUpdate):
    """The part of some rows that a terminal does not show yet."""

    def __init__(self, composed: ComposedRows, frame: Frame) -> None:
        self._composed = composed
        self._frame = frame

    def render_segments(self, console: Console) -> str:
        """The text to write to the terminal, given what the frame contains at that moment."""
        return self._frame.turn_into(self._composed.rows, self._composed.size, console)


class StableCompositor(Compositor):
    """Textual's compositor, except that it keeps each layout until the next, and composes whole
    rows."""

    def reflow(self, parent: Widget, size: Size) -> ReflowResult:
        changes = super().reflow(parent, size)
        self._full_map_invalidated = False
        return changes

    def reflow_visible(self, parent: Widget, size: Size) -> set[Widget]:
        # Make the map now, not when it is first needed.
        exposed = super().reflow_visible(parent, size)
        self._full_map, _ = self._arrange_root(parent, size, visible_only=False)
        self._full_map_invalidated = False
        return exposed

    def update_widgets(self, widgets: set[Widget]) -> None:
        # Only widgets that are laid out; others are drawn after their layout.
        super().update_widgets(widgets & self.visible_widgets.keys())

    def render_full_update(self, simplify: bool = False) -> CompositorUpdate:  # type: ignore[override]  # noqa: ARG002
        self._dirty_regions.clear()
        return self._composed(range(self.size.height))

    def render_partial_update(self) -> CompositorUpdate | None:  # type: ignore[override]
        screen = self.size.region
        regions = [region.intersection(screen) for region in self._dirty_regions]
        self._dirty_regions.clear()
        rows = sorted({y for region in regions for y in region.line_range})
        return self._composed(rows) if rows else None

    def _composed(self, rows: Collection[int]) -> ComposedRows:
        first, last = min(rows, default=0), max(rows, default=-1)
        crop = Region(0, first, self.size.width, last + 1 - first)
        strips = self._render_chops(crop, set(rows).__contains__)
        return ComposedRows(
            {y: [each for strip in strips[y].values() for each in strip] for y in rows}, self.size
        )
