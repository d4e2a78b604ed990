"""Rows of a parametrised test that only the slow suite tries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest
from _pytest.mark.structures import ParameterSet


def slow(*values: object) -> list[ParameterSet]:
    """Values of one parameter for the slow suite."""
    return [pytest.param(value, marks=pytest.mark.slow) for value in values]


def slow_rows(*rows: Sequence[object]) -> list[ParameterSet]:
    """Rows of several parameters for the slow suite."""
    return [pytest.param(*row, marks=pytest.mark.slow) for row in rows]


def one_in(step: int, rows: Iterable[Sequence[object]]) -> list[ParameterSet]:
    """All rows of several parameters; the normal suite tries only the first of each `step`.

    For the product of two lists, it tries each value at least once if `step` is one more than the
    length of the second list.
    """
    return [
        pytest.param(*row, marks=pytest.mark.slow if number % step else ())
        for number, row in enumerate(rows)
    ]
