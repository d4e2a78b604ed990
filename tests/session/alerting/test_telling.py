"""Alerts are told once, whatever happens while they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from octoterm.alerts.judging import Found, Judged
from octoterm.alerts.rules import Rule
from octoterm.session.alerting.telling import tell_alerts

LATE = Judged(
    Rule("late", 3), "Home", (Found("late 3 Home late", "Readings are late", "Home: no readings"),)
)


def test_one_that_is_cut_off_is_told_once_more_and_marked(tmp_path: Path) -> None:
    def cut_off(*_: object) -> str:
        raise KeyboardInterrupt

    marked = []

    def tell(_: Found, is_again: bool) -> str:
        marked.append(is_again)
        return ""

    with pytest.raises(KeyboardInterrupt):
        tell_alerts([LATE], tmp_path / "alerts.json", cut_off, 100)
    for now in (200, 300):
        (outcome,) = tell_alerts([LATE], tmp_path / "alerts.json", tell, now)
        assert outcome.since == 100
    assert marked == [True]
