"""The line of sentences below a view."""

from __future__ import annotations

import pytest

from octoterm.analysis.sentences import Sentence
from octoterm.ui.widgets.sentence_line import in_one_line

PEAK = Sentence("More use than usual at 15:00 (0.78 kWh).", ("More at 15:00 (0.78 kWh).",))
BASE = Sentence("Base load 163 W, 28 W above its 90-day average.", ("Base load is up.",))
RECORD = Sentence("Highest of all days.")


@pytest.mark.parametrize(
    ("width", "line"),
    [
        (120, f"{PEAK.text} {BASE.text} {RECORD.text}"),
        (100, f"{PEAK.text} {BASE.text}"),
        (len(PEAK.text) + len(BASE.text), f"{PEAK.text} Base load is up. {RECORD.text}"),
        (60, f"{PEAK.text} Base load is up."),
        (45, PEAK.text),
        (30, "More at 15:00 (0.78 kWh)."),
        (10, "More at 15:00 (0.78 kWh)."),
    ],
)
def test_sentences_are_whole_and_as_many_as_fit(width: int, line: str) -> None:
    assert in_one_line((PEAK, BASE, RECORD), width) == line


@pytest.mark.parametrize("version", [BASE.text, *BASE.shorter])
def test_what_the_view_has_drawn_in_any_version_is_left_out(version: str) -> None:
    said_above = version.removesuffix(".")
    assert in_one_line((PEAK, BASE, RECORD), 120, said_above) == f"{PEAK.text} {RECORD.text}"


def test_without_sentences_the_line_is_empty() -> None:
    assert in_one_line((), 80) == ""
