"""The pages of the documentation, and the examples on them."""

from __future__ import annotations

import re
import shlex
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.support import REPOSITORY

FOR_CONTRIBUTORS = "CONTRIBUTING"
"""A page about working on octoterm, not about using it."""
COMMAND = "command"
"""The kind of a line that is indented by four spaces; that of a fenced block is its language."""

_PARTS = re.compile(
    r"^#+ (?P<section>.+)$"
    r"|^ *```(?P<language>.*)\n(?P<block>(?:.*\n)*?) *```$"
    r"|^(?:    |\t)(?P<command>.+)$",
    flags=re.MULTILINE,
)


class Example(NamedTuple):
    """A command or a block, under the heading `section`."""

    page: str
    kind: str
    section: str
    text: str


def pages() -> dict[str, Path]:
    """The README and the pages in `.github/` and below, by name: `ALERTS`."""
    found = [REPOSITORY / "README.md", *sorted(REPOSITORY.glob(".github/**/*.md"))]
    return {path.stem: path for path in found if path.stem != FOR_CONTRIBUTORS}


@cache
def every_example() -> tuple[Example, ...]:
    """The examples of all pages."""
    found = []
    for page, path in pages().items():
        section = ""
        for part in _PARTS.finditer(path.read_text(encoding="utf-8")):
            if part["section"]:
                section = part["section"]
            elif part["command"]:
                found.append(Example(page, COMMAND, section, part["command"]))
            else:
                found.append(Example(page, part["language"], section, part["block"]))
    return tuple(found)


def chosen(page: str, kind: str, section: str | None = None) -> list[Example]:
    """The examples of this kind on the page, or in one section of it."""
    found = [
        each
        for each in every_example()
        if (each.page, each.kind) == (page, kind) and section in (None, each.section)
    ]
    assert found, f"{page} has no example of the kind {kind!r} in {section or 'any section'}"
    return found


def examples(page: str, kind: str, section: str | None = None) -> list[str]:
    """Their texts."""
    return [each.text for each in chosen(page, kind, section)]


def each_example(page: str, kind: str, section: str | None = None) -> pytest.MarkDecorator:
    """Runs a test with each of them, as `example`."""
    found = examples(page, kind, section)
    return pytest.mark.parametrize("example", found, ids=[text.split("\n")[0] for text in found])


def arguments(command: str) -> list[str]:
    """The arguments of this `octoterm` command, without a comment, a pipe or a redirection."""
    program, *words = shlex.split(command, comments=True)
    assert program == "octoterm", command
    ends = [place for place, word in enumerate(words) if word in ("|", ">")]
    return words[: min(ends, default=None)]
