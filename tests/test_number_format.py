"""Numbers as people read them."""

from __future__ import annotations

import pytest

from octoterm import number_format


@pytest.mark.parametrize(
    ("now", "before", "text"),
    [(10.8, 10.0, "+8%"), (9.2, 10.0, "−8%"), (10.01, 10.0, "±0%"), (5, 0, None)],
)
def test_changes_are_whole_percents(now: float, before: float, text: str | None) -> None:
    assert number_format.percent(now, before) == text


def test_a_share_is_a_whole_percent() -> None:
    assert [number_format.share(part) for part in (0.29, 0.994, 10)] == ["29%", "99%", "1,000%"]


def test_counts_agree_with_their_noun() -> None:
    assert number_format.count(1, "gap") == "1 gap"
    assert number_format.count(1204, "gap") == "1,204 gaps"
    assert number_format.count(2, "MPAN is", "MPANs are") == "2 MPANs are"


def test_a_change_has_its_sign_and_nothing_has_both() -> None:
    assert number_format.signed(1.074, 2) == "+1.07"
    assert number_format.signed(-1234.5, 1) == "−1,234.5"
    assert (
        number_format.signed(0.0, 2)
        == number_format.signed(-0.0049, 2)
        == number_format.signed(0.0049, 2)
        == "±0.00"
    )


def test_what_adding_up_leaves_behind_the_sixth_decimal_changes_nothing() -> None:
    assert number_format.number(26.615 + 1e-12, 2) == number_format.number(26.615 - 1e-12, 2)


@pytest.mark.parametrize(
    ("half_hours", "words"),
    [(1, "half an hour"), (2, "1 hour"), (3, "1.5 hours"), (9, "4.5 hours"), (48, "24 hours")],
)
def test_half_hours_are_told_in_hours(half_hours: int, words: str) -> None:
    assert number_format.hours(half_hours) == words
