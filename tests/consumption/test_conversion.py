"""Readings in another unit, by factors that change with time."""

from __future__ import annotations

from array import array

from hypothesis import given
from hypothesis import strategies as st

from octoterm.consumption.conversion import converted
from octoterm.consumption.days import Columns
from octoterm.periods.london import INSTANT
from octoterm.runtime.slices import finish

STARTS = st.lists(st.integers(0, 50), unique=True).map(sorted)
FACTORS = st.dictionaries(st.integers(0, 50), st.floats(0.5, 2), min_size=1)


@given(STARTS, FACTORS)
def test_each_has_the_factor_of_its_time(starts: list[int], factors: dict[int, float]) -> None:
    """Against the plain way: the last factor that has begun, or the first one before."""
    ordered = sorted(factors.items())
    columns = Columns(array(INSTANT, starts), array("d", [1.5 + each for each in starts]))
    found = finish(converted(columns, ordered))
    assert list(found.starts) == starts
    for start, value in zip(*found, strict=True):
        begun = [factor for since, factor in ordered if since <= start]
        assert value == (1.5 + start) * (begun[-1] if begun else ordered[0][1])
