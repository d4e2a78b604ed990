"""The question how the use is to be changed: keys, paste, mistakes in words, small screens."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import pytest
from textual.events import Paste

from octoterm.tariff_comparison.what_if import WhatIf, read_shift
from octoterm.ui.screens.what_if import WhatIfDialog
from tests.support.dashboards import Opened, opened, synced
from tests.support.households import half_hours, readings
from tests.support.slow import slow

ROWS = readings(dict.fromkeys(half_hours("2024-03-01T00:00Z", "2024-03-03T00:00Z"), 0.25))
CAR = read_shift("5kWh@00:30-05:30")


@dataclass
class Asked:
    """The open dialog, and its answers."""

    here: Opened
    answers: list[WhatIf | None] = field(default_factory=list)

    def ask(self, what_if: WhatIf | None = None) -> None:
        self.here.app.push_screen(WhatIfDialog(what_if), self.answers.append)


@asynccontextmanager
async def asked(
    folder: Path, what_if: WhatIf | None = None, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Asked]:
    async with opened(folder, ROWS, size=size) as here:
        await synced(here)
        found = Asked(here)
        found.ask(what_if)
        await here.shows("kWh a day")
        yield found


@pytest.mark.extended
async def test_amount_hours_and_share_are_typed_one_after_the_other(tmp_path: Path) -> None:
    async with asked(tmp_path) as found:
        await found.here.press(*"7.5 kWh", "tab", *"22:00-02:00", "tab", "tab", "enter")
        await found.here.press("tab", *"10", "enter")
        found.ask(found.answers[0])
        await found.here.shows("7.5", "22:00-02:00", "[x] in addition", "10")
        await found.here.press("enter")
    expected = WhatIf(read_shift("+7.5kWh@22:00-02:00"), Fraction(1, 10))
    assert found.answers == [expected, expected]


async def test_mistakes_are_told_beside_the_field_and_nothing_is_lost(tmp_path: Path) -> None:
    async with asked(tmp_path) as found:
        await found.here.press(*"lots", "enter")
        await found.here.shows("Must be an amount, such as 5", "lots")
        await found.here.press(*"-5", "enter")
        await found.here.shows("Must be an amount, such as 5", "-5")
        await found.here.press("5", "down", *"at night", "enter")
        await found.here.shows("Must be hours, such as 00:30-05:30", "at night")
        await found.here.press(*"00:30-05:45", "enter")
        await found.here.shows("Must have hours that begin and end on", "00:30-05:45")
        assert "Must be an amount" not in found.here.text
        await found.here.press(*"00:30-05:30", "down", "down", "down", *"120", "enter")
        await found.here.shows("Must be a share between 0% and 100%", "120")
        await found.here.press(*"12%", "enter")
    assert found.answers == [WhatIf(CAR, Fraction(12, 100))]


@pytest.mark.extended
async def test_a_paste_is_taken_whole(tmp_path: Path) -> None:
    async with asked(tmp_path) as found:
        await found.here.press("5", "down")
        found.here.app.post_message(Paste("\n 23:30–05:30 \n"))
        await found.here.shows("23:30–05:30")
        await found.here.press("enter")
        found.ask()
        await found.here.press("escape")
    assert found.answers == [WhatIf(read_shift("5kWh@23:30-05:30")), None]


@pytest.mark.extended
async def test_nothing_typed_is_the_use_as_it_is(tmp_path: Path) -> None:
    async with asked(tmp_path) as found:
        await found.here.press("enter")
    assert found.answers == [WhatIf()]


@pytest.mark.extended
@pytest.mark.parametrize("size", [(40, 12), *slow((80, 24))])
async def test_all_of_it_is_on_screen_with_a_mistake(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with asked(tmp_path, WhatIf(CAR), size) as found:
        await found.here.press("tab", "x", "enter")
        text = await found.here.shows("Shift", "into", "hours", "in addition", "% less", "Compare")
        assert "As it is" in text
        assert "Close" in text
