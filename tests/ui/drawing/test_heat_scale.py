"""The heat map's scale: a ramp in one hue, and steps that one odd half hour does not spoil."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.color import ColorSystem, ColorType
from textual.theme import BUILTIN_THEMES

from octoterm.ui.colours import rgb
from octoterm.ui.contrast import MARK, RGB, contrast, luminance
from octoterm.ui.drawing.colour_depth import ColourDepth
from octoterm.ui.drawing.heat_scale import HeatSteps, ramp, rich_colour, shades
from octoterm.ui.drawing.symbols import ASCII, UNICODE

THEMES = [name for name, theme in BUILTIN_THEMES.items() if not theme.ansi]
DEPTHS = (ColourDepth.EIGHT_BIT, ColourDepth.FULL)


def ground_and_accent(name: str) -> tuple[RGB, RGB]:
    theme = BUILTIN_THEMES[name].to_color_system().generate()
    ground, accent = rgb(theme["background"]), rgb(theme["accent"])
    assert ground is not None
    assert accent is not None
    return ground, accent


@pytest.mark.parametrize("depth", DEPTHS, ids=lambda depth: depth.name)
@pytest.mark.parametrize("name", THEMES)
def test_the_ramp_goes_from_the_ground_to_the_accent_in_every_theme(
    name: str, depth: ColourDepth
) -> None:
    ground, accent = ground_and_accent(name)
    steps = ramp(ground, accent, depth)
    away = [contrast(step, ground) for step in steps]
    assert away == sorted(away)
    assert away[0] < 1.6
    assert away[-1] >= MARK
    assert all(contrast(one, other) >= 1.05 for one, other in pairwise(steps))
    lights = [luminance(step) for step in steps]
    assert lights in (sorted(lights), sorted(lights, reverse=True))


@pytest.mark.parametrize("name", ["textual-dark", "textual-light"])
def test_of_256_colours_those_are_taken_that_stay_as_they_are(name: str) -> None:
    for step in ramp(*ground_and_accent(name), ColourDepth.EIGHT_BIT):
        sent = rich_colour(step).downgrade(ColorSystem.EIGHT_BIT)
        assert sent.type is ColorType.EIGHT_BIT
        assert sent.get_truecolor() == step


def test_few_colours_none_or_ascii_are_shades_of_one() -> None:
    assert len(shades(UNICODE, ColourDepth.FULL)) == 8
    assert len(shades(UNICODE, ColourDepth.EIGHT_BIT)) == 6
    for few in (ColourDepth.FEW, ColourDepth.NONE):
        assert shades(UNICODE, few) == tuple((symbol, "shade") for symbol in " ░▒▓█")
    plain = shades(ASCII, ColourDepth.FULL)
    assert len({symbol for symbol, _ in plain}) == 5
    signs = {ASCII.missing, ASCII.dot, ASCII.crosshair}
    assert not signs & {symbol for symbol, _ in plain}


def test_one_freak_half_hour_does_not_make_all_others_alike() -> None:
    steps = HeatSteps.reaching([n / 100 for n in range(48)] + [9.9], 8, 1e-6)
    assert steps.level(0.0) == 0
    assert steps.level(9.9) == 7
    assert len({steps.level(n / 100) for n in range(48)}) == 7


def test_a_day_of_ironing_does_not_flatten_the_month() -> None:
    quiet, ironing = [0.05, 0.06, 0.08, 0.1, 0.12, 0.2] * 240, [2.0] * 20
    steps = HeatSteps.reaching(quiet + ironing, 8, 1e-6)
    assert len({steps.level(value) for value in quiet}) >= 4
    assert steps.level(2.0) == 7


def test_each_step_has_fewer_cells_than_the_one_before() -> None:
    values = [n / 1000 for n in range(1000)]
    steps = HeatSteps.reaching(values, 8, 1e-6)
    levels = [steps.level(value) for value in values]
    sizes = [levels.count(level) for level in range(8)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > 200


def test_labels_are_the_exact_beginnings_of_the_steps() -> None:
    values = [0.11 * level for level in range(8) for _ in range(8 - level)]
    steps = HeatSteps.reaching(values, 8, 1e-6)
    for step, bound in enumerate(steps.bounds, start=1):
        assert steps.label(step) == f"{bound:.{steps.decimals}f}"
        assert steps.level(bound) == steps.shade(step)
        assert steps.level(bound - 10**-steps.decimals) == steps.shade(step - 1)
    assert steps.label(0) == "0"


@pytest.mark.parametrize("values", [[], [0.0] * 48, [float("inf")], [5e-324]])
def test_nothing_zeros_and_worse_still_have_a_scale(values: list[float]) -> None:
    steps = HeatSteps.reaching(values, 8, 1e-6)
    assert [steps.label(step) for step in steps.steps] == ["0"]
    assert steps.level(0.0) == steps.level(-5.0) == 0


def test_values_that_are_all_alike_are_not_as_empty_as_zeros() -> None:
    assert HeatSteps.reaching([0.25] * 48, 8, 1e-6).level(0.25) == 7


def test_mostly_zeros_have_the_scale_of_the_rest() -> None:
    steps = HeatSteps.reaching([0.0] * 95 + [0.8] * 5, 8, 1e-6)
    assert steps.level(0.0) == 0
    assert steps.level(0.8) == 7


def test_where_nearly_all_are_alike_the_rest_is_still_told_apart() -> None:
    steps = HeatSteps.reaching([1.0] * 96 + [10.0, 30.0], 5, 1e-6)
    assert steps.level(1.0) == 0
    assert 0 < steps.level(10.0) < steps.level(30.0) == 4


def test_below_zero_the_scale_begins_at_the_lowest_value() -> None:
    steps = HeatSteps.reaching([-0.3, -0.1, 0.0, 0.1, 0.2, 0.4], 8, 1e-6)
    assert steps.label(0) == "−0.30"
    levels = [steps.level(value) for value in (-9.0, -0.3, 0.0, 0.4)]
    assert levels[0] == levels[1] == 0
    assert levels == sorted(levels)
    assert levels[-1] == 7


@given(st.lists(st.floats(-1e6, 1e6), min_size=1), st.integers(2, 8))
def test_every_value_has_a_step_and_higher_values_no_lower_one(
    values: list[float], count: int
) -> None:
    steps = HeatSteps.reaching(values, count, 1e-6)
    levels = [steps.level(value) for value in sorted(values)]
    assert levels == sorted(levels)
    assert 0 <= levels[0] <= levels[-1] < count
