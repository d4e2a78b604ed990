"""A key and an account number are taken however they were pasted."""

from __future__ import annotations

import pytest

from octoterm.errors import UsageError
from octoterm.setup.login import login_of

KEY, NUMBER = "sk_live_CANARYcanary0123", "A-1A2B3C4D"


@pytest.mark.parametrize(
    "pasted",
    [
        f" {KEY}\n",
        f'"{KEY}"',
        f"‘{KEY}’",
        f"\n\n{KEY}\r\n",
        f"{KEY[:12]}\n{KEY[12:]}",
        f"\u200b{KEY[:9]}\u2060{KEY[9:]}\ufeff",
        f"{KEY},",
    ],
)
def test_what_is_around_a_key_is_not_meant(pasted: str) -> None:
    assert login_of(pasted, NUMBER).api_key.reveal() == KEY


@pytest.mark.parametrize(
    ("pasted", "words"),
    [
        ("", "is missing"),
        (" \n\u200b", "is missing"),
        (NUMBER, "begins with sk_live_"),
        ("live_0123", "begins with sk_live_"),
        ("SK_LIVE_0123", "begins with sk_live_"),
        (f"{KEY}é", "something else as well"),
        (f"{KEY}\x1b[2J", "something else as well"),
        (KEY * 20, "something else as well"),
    ],
)
def test_what_is_no_key_is_said_without_quoting_it(pasted: str, words: str) -> None:
    with pytest.raises(UsageError) as caught:
        login_of(pasted, NUMBER)
    assert words in caught.value.title
    assert "Developer settings" in caught.value.remedy
    assert KEY not in str(caught.value)


@pytest.mark.parametrize("pasted", ["a-1a2b3c4d", "A 1A2B 3C4D", "'A-1A2B3C4D'\n", "A–1A2B3C4D"])
def test_an_account_number_is_tidied(pasted: str) -> None:
    assert login_of(KEY, pasted).number == NUMBER


@pytest.mark.parametrize(
    ("pasted", "words"),
    [("", "is missing"), ("\u200b", "is missing"), (KEY, "must look like"), ("1234", "must look")],
)
def test_what_is_no_account_number_is_said(pasted: str, words: str) -> None:
    with pytest.raises(UsageError) as caught:
        login_of(KEY, pasted)
    assert words in caught.value.title
    assert "bill" in caught.value.remedy
    assert KEY not in str(caught.value)


@pytest.mark.parametrize("path", ["", "/", "/v1", "/v1/"])
def test_another_api_may_be_named(path: str) -> None:
    assert login_of(KEY, NUMBER, f"http://127.0.0.1:8000{path}").base == "http://127.0.0.1:8000/v1"
    assert login_of(KEY, NUMBER).base == "https://api.octopus.energy/v1"


@pytest.mark.parametrize("url", ["nonsense", "http://elsewhere.example", "ftp://x", "https://a@b"])
def test_but_only_one_that_the_key_may_go_to(url: str) -> None:
    with pytest.raises(UsageError, match="--url"):
        login_of(KEY, NUMBER, url)
