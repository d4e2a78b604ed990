"""Draws with plotext, without its axes and frame.

plotext is imported when the first curve is drawn, because that takes a while, and used from one
thread.
"""

from __future__ import annotations

import sys
from functools import cache
from types import ModuleType
from typing import Any

MANUAL = "plotext._doc.doc"
"""The module with plotext's manual, which charts do not need: 50 ms and 2.6 MB to import."""


@cache
def load() -> ModuleType:
    """The plotext module, imported at the first call."""
    sys.modules[MANUAL] = without = ModuleType(MANUAL)
    without.docs = None  # type: ignore[attr-defined]
    try:
        import plotext
    except (AttributeError, ImportError):  # a version that needs its manual
        del sys.modules[MANUAL]
        import plotext
    found: ModuleType = plotext
    return found


def blank_figure(columns: int, rows: int, right: float, top: float) -> Any:
    """An empty figure of this size, for values from 0 to `right` and from 0 to `top`."""
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
