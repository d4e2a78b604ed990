"""Writes a page as Markdown. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from octoterm.digest.page import Page, Section
from octoterm.digest.text import bars

WIDTH = 60
"""Columns of the bars, which are in a block of code."""
_MARKS = re.compile(r"([\\`*_{}\[\]<>#+!|~&])")


def markdown(page: Page) -> str:
    """The page."""
    lines = [f"# {escaped(page.title)}"]
    for section in page.sections:
        lines += ["", f"## {escaped(section.heading)}", *_section(section)]
    return "\n".join(lines)


def _section(section: Section) -> Iterator[str]:
    if section.sentences:
        yield ""
        yield escaped(" ".join(section.sentences))
    if section.figures:
        yield ""
        yield from (f"- {escaped(each)}" for each in section.figures)
    if section.bars:
        yield from ("", f"{escaped(section.caption)}:", "", "```")
        yield from (line.replace("```", "'''") for line in bars(section, WIDTH))
        yield "```"


def escaped(words: str) -> str:
    """The words with all marks of Markdown escaped."""
    return _MARKS.sub(r"\\\1", words)
