"""Text from outside is shown as text, whatever is in it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octoterm.safe_text import (
    REPLACEMENT,
    clean,
    is_one_line,
    same_name,
    without_error_number,
)


@pytest.mark.parametrize(
    "text", ["Upstairs", "Café — 21L0000001 / [red]", "£12.40 ⚡", "日本", "", "/srv/a b.csv"]
)
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2J", f"{REPLACEMENT}[2J"),
        ("\x07\x00\x7f\x9b", REPLACEMENT * 4),
        ("\u202egpj.exe\u2066", f"{REPLACEMENT}gpj.exe{REPLACEMENT}"),
        ("a\u200bb", f"a{REPLACEMENT}b"),
        ("\udcff", REPLACEMENT),
    ],
    ids=["escape", "control bytes", "bidirectional", "invisible", "surrogate"],
)
def test_what_a_terminal_would_act_on_is_replaced(text: str, shown: str) -> None:
    assert clean(text) == shown


def test_several_lines_become_one() -> None:
    assert clean(" one\r\n\ttwo\u2028three\x85four\n") == "one two three four"


def test_long_text_ends_in_an_ellipsis_at_the_limit() -> None:
    assert clean("x" * 200) == "x" * 200
    assert clean("x" * 201) == "x" * 199 + "…"
    assert clean("abcdef", limit=4) == "abc…"


@given(st.text(), st.integers(1, 20))
def test_nothing_is_ever_too_long_or_unsafe(text: str, limit: int) -> None:
    shown = clean(text, limit)
    assert len(shown) <= limit
    assert all(unicodedata.category(c)[0] != "C" and c not in "\u2028\u2029" for c in shown)


# Names that are compared


@pytest.mark.parametrize("sign", ["\n", "\t", "\0", "\x85", "\u2028", "\ud800"])
def test_a_line_of_text_has_no_control_character_and_nothing_but_text(sign: str) -> None:
    assert is_one_line("👨\u200d👩 café")
    assert not is_one_line(f"a{sign}b")


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Upstairs", " UPSTAIRS "),
        ("Up\u200bstairs", "Upstairs"),
        ("Up\u200bstairs", "up\u200bstairs"),
        ("Up  stairs", "Up\u00a0stairs"),
        ("Café", "Cafe\u0301"),
        ("Straße", "STRASSE"),
        ("m³", "m3"),
        ("a\x1b[31m", "a[31m"),
        ("\u26a1\ufe0f Home", "\u26a1 Home"),
        ("Ga\u034fs", "gas"),
    ],
)
def test_names_that_look_alike_are_one_cleaned_or_not(name: str, typed: str) -> None:
    assert same_name(name, typed)
    assert same_name(clean(name), typed)
    assert same_name(name, clean(typed))


def test_names_that_look_different_are_two() -> None:
    assert not same_name("Upstairs", "Up stairs")
    assert not same_name("Gas", "Gas (2)")


@given(st.text())
def test_a_name_is_the_same_as_it_is_shown(name: str) -> None:
    assert same_name(name, clean(name, limit=4 * len(name) + 1))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[Errno 111] Connection refused", "Connection refused"),
        ("[Errno -2] Name or service not known", "Name or service not known"),
        ("[Errno 5] ", ""),
        ("[SSL] a [Errno 1] b", "[SSL] a [Errno 1] b"),
        ("All connection attempts failed", "All connection attempts failed"),
    ],
)
def test_people_are_told_the_reason_and_not_its_number(text: str, reason: str) -> None:
    assert without_error_number(text) == reason
