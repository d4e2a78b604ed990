"""What the strip of figures leaves out first."""

from __future__ import annotations

import pytest

from octoterm.analysis.period_figures import Figure
from octoterm.ui.widgets.figures_strip import SPACE, fitting

FIGURES = (
    Figure("Total 15.00 kWh"),
    Figure("8% (1.20 kWh) more than Wed 13 Mar 2024", ("8% more than Wed 13 Mar", "8% more"), 1),
    Figure("Peak 1.80 kW (0.90 kWh) at 18:00", ("Peak 0.90 kWh",), 3),
    Figure("all 48 readings", drop=6),
)


@pytest.mark.parametrize(
    ("width", "said"),
    [
        (200, [figure.text for figure in FIGURES]),
        (91, [figure.text for figure in FIGURES[:3]]),
        (80, ["Total 15.00 kWh", FIGURES[1].text, "Peak 0.90 kWh"]),
        (60, ["Total 15.00 kWh", FIGURES[1].text]),
        (45, ["Total 15.00 kWh", "8% more than Wed 13 Mar"]),
        (24, ["Total 15.00 kWh", "8% more"]),
        (3, ["Total 15.00 kWh"]),
    ],
)
def test_the_least_important_is_shortened_and_dropped_first(width: int, said: list[str]) -> None:
    assert fitting(FIGURES, width) == said
    assert len(SPACE.join(said)) <= max(width, len(said[0]))
