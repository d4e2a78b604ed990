"""The middle, the mean and the spread of some values, against the standard library's."""

from __future__ import annotations

import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octoterm.analysis.spread import mean, median, standard_deviation

some_values = st.lists(st.floats(-1000, 1000), min_size=1, max_size=12)


@given(some_values)
def test_they_are_those_of_the_standard_library(values: list[float]) -> None:
    assert median(iter(values)) == pytest.approx(statistics.median(values))
    assert mean(values) == pytest.approx(statistics.fmean(values), abs=1e-9)
    assert standard_deviation(values) == pytest.approx(statistics.pstdev(values), abs=1e-9)
