"""A page as sections of words and bars, for any of the writers. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple


class Bar(NamedTuple):
    """One bar of a picture."""

    label: str
    value: float | None
    """None if nothing is known."""
    text: str
    """The value in words."""


class Section(NamedTuple):
    """A part of the page under a heading."""

    heading: str
    sentences: tuple[str, ...] = ()
    """What is worth knowing, most important first, each with its full stop."""
    figures: tuple[str, ...] = ()
    """Figures, one to a line."""
    bars: tuple[Bar, ...] = ()
    caption: str = ""
    """What the bars show."""


class Page(NamedTuple):
    """The whole page."""

    title: str
    sections: tuple[Section, ...]


def shares(bars: tuple[Bar, ...]) -> Iterator[float | None]:
    """The length of each bar as a share of the longest, from 0 to 1; None if nothing is known. A
    value below zero has a bar of the same length as one above it."""
    longest = max((abs(bar.value) for bar in bars if bar.value is not None), default=0.0)
    for bar in bars:
        if bar.value is None:
            yield None
        else:
            yield abs(bar.value) / longest if longest else 0.0
