"""plotext, with nothing of its own around the canvas.

It is imported after the first frame, because that takes a while, and used from one thread.
"""

from __future__ import annotations

import sys
from functools import cache
from types import ModuleType
from typing import Any

MANUAL = "plotext._doc.doc"
"""The part of plotext that writes its manual: 50 ms and 2.6 MB that no chart needs."""


@cache
def load() -> ModuleType:
    """plotext itself, imported now if it was not yet."""
    sys.modules[MANUAL] = without = ModuleType(MANUAL)
    without.docs = None  # type: ignore[attr-defined]
    try:
        import plotext
    except (AttributeError, ImportError):  # one that needs its manual
        del sys.modules[MANUAL]
        import plotext
    found: ModuleType = plotext
    return found


def blank_figure(columns: int, rows: int, right: float, top: float) -> Any:
    """A figure of so many cells, over values from 0 to `right` and from 0 to `top`."""
    plotext = load()
    plotext.terminal.limit(False, False)
    figure = plotext.figure
    figure.clear()
    figure.theme("colorless")
    figure.axes(False)
    figure.plot_size(columns, rows)
    for axis, limit in (("x", right), ("y", top)):
        ruler = figure.ruler(axis)
        ruler.ticks([])
        ruler.lim(0, limit)
    return figure


def text_of(figure: Any, rows: int) -> list[str]:
    """The rows of text that the figure is drawn as, from the top."""
    text: str = figure.build().string(colorless=True)
    return text.split("\n")[:rows]
