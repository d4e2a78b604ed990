"""The characters that are drawn, and their stand-ins."""

from __future__ import annotations

from dataclasses import fields

import pytest
from rich.cells import cell_len

from octoterm.ascii_text import in_ascii
from octoterm.ui.commands import COMMANDS
from octoterm.ui.drawing.symbols import ASCII, UNICODE, Symbols, symbols_of


@pytest.mark.parametrize("symbols", [UNICODE, ASCII])
def test_every_symbol_takes_one_column(symbols: Symbols) -> None:
    for field in fields(symbols):
        value = getattr(symbols, field.name)
        if isinstance(value, str):
            assert [cell_len(character) for character in value] == [1] * len(value), field.name


def test_the_stand_ins_are_ascii_and_as_many() -> None:
    for field in fields(Symbols):
        value = getattr(ASCII, field.name)
        if isinstance(value, str):
            assert value.isascii()
            assert len(value) == len(getattr(UNICODE, field.name))
    assert len(UNICODE.bars) == 9


def test_typography_has_a_plain_form_and_names_keep_their_letters() -> None:
    assert in_ascii("11–17 Mar · 3 m³ … ‘x’ ≥ 2 ×") == "11-17 Mar - 3 m3 ~ 'x' > 2 x"
    assert in_ascii("←→↑↓◀▶") == "<>^v<>"
    assert in_ascii("Küche") == "Küche"
    assert all(in_ascii(f"{command.shown} {command.help}").isascii() for command in COMMANDS)


def test_only_the_plain_set_rewrites_text() -> None:
    assert ASCII.plain("a · b") == "a - b"
    assert UNICODE.plain("a · b") == "a · b"


def test_an_app_says_which_set_it_draws_with() -> None:
    class Host:
        symbols = ASCII

    assert symbols_of(Host()) is ASCII
    assert symbols_of(object()) is UNICODE
