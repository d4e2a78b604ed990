"""The heat map's scale: even to the eye, and not spoiled by one freak half hour."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.color import Color, ColorSystem

from octoterm.ui.drawing.heat_scale import HEAT_COLOURS, HeatSteps, shades
from octoterm.ui.drawing.symbols import ASCII, UNICODE


def lightness(colour: str) -> float:
    """OKLab's L, from its definition."""
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    )
    long = 0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue
    medium = 0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue
    short = 0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue
    return (
        0.2104542553 * long ** (1 / 3)
        + 0.7936177850 * medium ** (1 / 3)
        - 0.0040720468 * short ** (1 / 3)
    )


def test_colours_rise_in_even_steps_of_lightness() -> None:
    lights = [lightness(colour) for colour in HEAT_COLOURS]
    steps = [light - dark for dark, light in pairwise(lights)]
    even = (lights[-1] - lights[0]) / len(steps)
    assert even > 0.08
    assert all(step == pytest.approx(even, abs=0.02) for step in steps)


def test_256_colours_show_the_same_as_millions() -> None:
    for colour in HEAT_COLOURS:
        exact = Color.parse(colour)
        fewer = exact.downgrade(ColorSystem.EIGHT_BIT)
        assert fewer.get_truecolor() == exact.triplet


def test_few_colours_none_or_ascii_are_shades_of_one() -> None:
    assert len(shades(UNICODE, "256")) == len(shades(UNICODE, "truecolor")) == 8
    for few in (
        shades(UNICODE, "standard"),
        shades(UNICODE, None),
        shades(UNICODE, "truecolor", no_color=True),
    ):
        assert few == tuple((symbol, "shade") for symbol in " ░▒▓█")
    plain = shades(ASCII, "truecolor")
    assert len({symbol for symbol, _ in plain}) == 5
    signs = {ASCII.missing, ASCII.dot, ASCII.crosshair}
    assert not signs & {symbol for symbol, _ in plain}


def test_one_freak_half_hour_does_not_make_all_others_alike() -> None:
    steps = HeatSteps.reaching([n / 100 for n in range(48)] + [9.9], 8, 1e-6)
    assert steps.level(0.0) == 0
    assert steps.level(0.47) == steps.level(9.9) == 7
    assert len({steps.level(n / 100) for n in range(48)}) == 8


def test_labels_are_the_exact_beginnings_of_the_steps() -> None:
    steps = HeatSteps.reaching([0.84] * 3, 8, 1e-6)
    assert [steps.label(level) for level in range(8)] == [
        "0", "0.11", "0.22", "0.33", "0.44", "0.55", "0.66", "0.77"
    ]  # fmt: skip
    assert [steps.level(0.11 * level) for level in range(8)] == list(range(8))
    assert HeatSteps.reaching([16.0], 8, 1e-6).label(3) == "6"


@pytest.mark.parametrize("values", [[], [0.0] * 48, [float("inf")], [5e-324]])
def test_nothing_zeros_and_worse_still_have_a_scale(values: list[float]) -> None:
    steps = HeatSteps.reaching(values, 8, 1e-6)
    assert steps.label(1) == "0.1"
    assert steps.level(0.0) == steps.level(-5.0) == 0


def test_mostly_zeros_have_the_scale_of_the_rest() -> None:
    assert HeatSteps.reaching([0.0] * 99 + [0.8], 8, 1e-6).label(1) == "0.1"


def test_below_zero_the_scale_goes_on_evenly_and_zero_begins_a_step() -> None:
    steps = HeatSteps.reaching([-0.3, 0.0, 0.4], 8, 1e-6)
    assert [steps.label(level) for level in range(8)] == [
        "-0.3", "-0.2", "-0.1", "0", "0.1", "0.2", "0.3", "0.4"
    ]  # fmt: skip
    assert [steps.level(value) for value in (-9.0, -0.3, -0.01, 0.0, 0.4)] == [0, 0, 2, 3, 7]


@given(st.lists(st.floats(-1e6, 1e6), min_size=1), st.integers(2, 8))
def test_every_value_has_a_step_and_higher_values_no_lower_one(
    values: list[float], count: int
) -> None:
    steps = HeatSteps.reaching(values, count, 1e-6)
    levels = [steps.level(value) for value in sorted(values)]
    assert levels == sorted(levels)
    assert 0 <= levels[0] <= levels[-1] < count
