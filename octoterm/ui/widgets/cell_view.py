"""A widget made of rows of styled characters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip

from octoterm.ui.drawing.cells import SHADED, Cell
from octoterm.ui.drawing.colour_depth import ColourDepth
from octoterm.ui.drawing.readable_styles import with_clear_half_tones
from octoterm.ui.widgets.styled_widget import StyledWidget
from octoterm.ui.widgets.unscrolled import Unscrolled

_symbol, _style = itemgetter(0), itemgetter(1)


class CellView(StyledWidget, Unscrolled):
    """Draws `rows`, which subclasses define; they call `changed` when rows may have changed."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._strips: list[Strip] = []
        self._drawn_for: Size | None = None
        """The size that the strips were made for; None if they are out of date."""

    styles_of_cells: ClassVar[dict[str, str]] = {}
    """Name of a cell's style → component class."""
    shaded_ground: ClassVar[str] = ""
    """The component class whose background is the ground of styles that end in ` shaded`."""

    ramp: ClassVar[frozenset[str]] = frozenset()
    """Styles whose half tones are steps of a ramp, the first of which is barely visible; half
    tones of other styles are marks."""

    def rows(self) -> list[list[Cell]]:
        """The rows to draw, from the top, for the current size of the widget."""
        raise NotImplementedError

    def changed(self) -> None:
        """Redraw at the next repaint; several calls before it cause only one redraw."""
        self._drawn_for = None
        self.refresh()

    def on_resize(self) -> None:
        # It may have been drawn already, before this event.
        if self._drawn_for != self.size:
            self.refresh()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._drawn_for = None

    def render_line(self, y: int) -> Strip:
        strips = self._drawn()
        return strips[y] if y < len(strips) else Strip.blank(self.size.width, self.style_of())

    def _drawn(self) -> list[Strip]:
        if self._drawn_for != self.size:
            self._drawn_for = self.size
            styles = {name: self.style_of(each) for name, each in self.styles_of_cells.items()}
            if self.shaded_ground:
                styles |= self._shaded(styles)
            blank, width = self.style_of(), self.size.width
            coloured = ColourDepth.of(self.app).has_those_of_theme
            self._strips = [
                Strip(
                    [*self._segments(row, styles, blank, coloured=coloured)], len(row)
                ).adjust_cell_length(width, blank)
                for row in self.rows()
            ]
        return self._strips

    def _segments(
        self, row: Sequence[Cell], styles: Mapping[str, Style], blank: Style, *, coloured: bool
    ) -> Iterator[Segment]:
        for name, run in groupby(row, _style):
            text, style = "".join(map(_symbol, run)), styles.get(name, blank)
            if name in self.ramp:
                yield Segment(text, style)
            else:
                yield from with_clear_half_tones(text, style, coloured=coloured)

    def _shaded(self, styles: Mapping[str, Style]) -> dict[str, Style]:
        """Name of a shaded style → the style on the shaded ground, unless it has its own."""
        ground = Style(bgcolor=self.style_of(self.shaded_ground).bgcolor)
        usual = self.style_of().bgcolor
        return {
            f"{name}{SHADED}": style + ground if style.bgcolor == usual else style
            for name, style in styles.items()
        }
