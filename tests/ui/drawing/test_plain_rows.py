"""Rows for terminals that have few characters: every sign becomes another of the same width."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from octoterm.ui.drawing.plain_rows import PlainRows, plain, stand_in
from octoterm.ui.drawing.symbols import ASCII, CONSOLE, CONSOLE_CHARACTERS
from tests.support import REPOSITORY

BLACK = Color(0, 0, 0)


WORDS = ("analysis", "cli", "config", "consumption", "errors.py", "number_format.py", "octopus",
         "periods", "session", "storage", "sync", "ui")  # fmt: skip
"""What of octoterm writes to the screen, or has words for it."""


def signs_of_octoterm() -> Iterator[str]:
    """Every sign in the texts of the source, without docstrings."""
    for path in (REPOSITORY / "octoterm").rglob("*.py"):
        if path.relative_to(REPOSITORY / "octoterm").parts[0] in WORDS:
            text = path.read_text(encoding="utf-8")
            if text.isascii() and "\\" not in text:
                continue  # it cannot have any
            tree = ast.parse(text)
            comments = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
            for node in ast.walk(tree):
                if isinstance(node, ast.Constant) and id(node) not in comments:
                    yield from (each for each in str(node.value) if not each.isascii())


@pytest.mark.extended
def test_every_sign_that_octoterm_writes_has_a_stand_in() -> None:
    read_only = set("„‚")  # quotation marks that a configuration may have
    signs = {each for each in signs_of_octoterm() if not each.isalpha()} - read_only
    assert signs >= set("–·…±×█")
    assert {each for each in signs if stand_in(each) == "?"} == set()


def test_a_row_keeps_its_styles_and_what_else_is_in_it() -> None:
    bold = Style(bold=True)
    row = [Segment("plain", bold), Segment("▇ 1–2", bold), Segment("±1 … → Küche", None)]
    assert PlainRows(ASCII).apply(row, BLACK) == [
        Segment("plain", bold),
        Segment("# 1-2", bold),
        Segment("~1 ~ > Küche", None),
    ]


@pytest.mark.parametrize(("symbols", "row"), [(ASCII, "+-+x#."), (CONSOLE, "+─+×#.")])
def test_the_linux_console_keeps_what_its_fonts_have(symbols: object, row: str) -> None:
    (drawn,) = PlainRows(symbols).apply([Segment("╭─╮×▇⠒")], BLACK)  # type: ignore[arg-type]
    assert drawn.text == row


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])), st.booleans())
def test_any_text_keeps_its_width_and_only_letters_that_are_not_plain(
    text: str, is_console: bool
) -> None:
    kept = CONSOLE_CHARACTERS if is_console else frozenset[str]()
    found = plain(text, kept)
    assert cell_len(found) == cell_len(text)
    assert all(each.isascii() or each in kept or each in text for each in found)
    assert not any(each in found for each in "–…╭▇⠒" if each not in kept)
