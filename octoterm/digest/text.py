"""Writes a page as plain text, in any number of columns. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from octoterm.digest.page import Page, Section, shares

WIDTH = 78
"""Columns, as in a terminal or a mail."""
EIGHTHS = " ▏▎▍▌▋▊▉█"
PLAIN = " #"


def text(page: Page, width: int = WIDTH, *, is_plain: bool = False) -> str:
    """The page; with `is_plain`, bars are of ASCII characters."""
    lines = [page.title, "=" * min(len(page.title), width)]
    for section in page.sections:
        lines += ["", *_section(section, width, PLAIN if is_plain else EIGHTHS)]
    return "\n".join(lines)


def _section(section: Section, width: int, fills: str) -> Iterator[str]:
    yield section.heading
    yield "-" * min(len(section.heading), width)
    for said in section.sentences:
        yield from wrap(said, width)
    if section.sentences and section.figures:
        yield ""
    for said in section.figures:
        yield from wrap(said, width, subsequent_indent="  ")
    if section.bars:
        yield ""
        yield from bars(section, width, fills)


def bars(section: Section, width: int, fills: str = EIGHTHS) -> Iterator[str]:
    """A line for each bar; `fills` are characters from an empty cell to a full one."""
    before = max(len(bar.label) for bar in section.bars)
    after = max(len(bar.text) for bar in section.bars)
    room = max(1, width - before - after - 4)
    for bar, share in zip(section.bars, shares(section.bars), strict=True):
        drawn = "" if share is None else _drawn(share, room, fills)
        yield f"{bar.label:<{before}}  {bar.text:>{after}}  {drawn}".rstrip()


def _drawn(share: float, room: int, fills: str) -> str:
    steps = len(fills) - 1
    full, part = divmod(round(share * room * steps), steps)
    return fills[-1] * full + fills[part].strip()
