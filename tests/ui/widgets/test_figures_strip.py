"""What the strip of figures leaves out first."""

from __future__ import annotations

import pytest

from octoterm.analysis.period_figures import Figure
from octoterm.ui.widgets.figures_strip import SPACE, fitting

TOTAL, COMPARED, PEAK, READINGS = FIGURES = (
    Figure("Total 15.00 kWh"),
    Figure("8% (1.20 kWh) more than Wed 13 Mar 2024", ("8% more than Wed 13 Mar", "8% more"), 1),
    Figure("Peak 1.80 kW (0.90 kWh) at 18:00", ("Peak 0.90 kWh",), 3),
    Figure("all 48 readings", drop=6),
)


@pytest.mark.parametrize(
    ("width", "said"),
    [
        (200, [figure.text for figure in FIGURES]),
        (90, [TOTAL.text, COMPARED.text, "Peak 0.90 kWh", READINGS.text]),
        (80, [TOTAL.text, "8% more than Wed 13 Mar", "Peak 0.90 kWh", READINGS.text]),
        (45, [TOTAL.text, "8% more", "Peak 0.90 kWh"]),
        (26, [TOTAL.text, "8% more"]),
        (3, [TOTAL.text]),
    ],
)
def test_all_are_shortened_before_the_least_important_is_dropped(
    width: int, said: list[str]
) -> None:
    assert fitting(FIGURES, width) == [SPACE.join(said)]
    assert len(SPACE.join(said)) <= max(width, len(said[0]))


def test_room_that_is_left_goes_to_the_most_important_first() -> None:
    longest, shorter = "much longer than the other", "long"
    both = Figure(longest, (shorter,), 1), Figure(longest, (shorter,), 2)
    assert fitting(both, len(longest) + len(SPACE) + len(shorter)) == [
        f"{longest}{SPACE}{shorter}"
    ]


def test_two_lines_have_room_for_more_and_longer_forms() -> None:
    assert fitting(FIGURES, 45, rows=2) == [
        f"{TOTAL.text}{SPACE}8% more than Wed 13 Mar",
        f"Peak 0.90 kWh{SPACE}{READINGS.text}",
    ]
    assert fitting(FIGURES, 60, rows=2) == [
        f"{TOTAL.text}{SPACE}{COMPARED.text}",
        f"{PEAK.text}{SPACE}{READINGS.text}",
    ]


def test_room_that_the_more_important_does_not_fit_into_goes_to_the_less_important() -> None:
    assert fitting((TOTAL, Figure("much too long for this", drop=1), PEAK), 36) == [
        f"{TOTAL.text}{SPACE}Peak 0.90 kWh"
    ]
