"""What the benchmarks wait for is on screen, so that they are not left behind by a new wording."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.benchmarks.screens import DAY, KEY_BAR
from tests.benchmarks.sync import CHART
from tests.benchmarks.views import MARKS
from tests.support.dashboards import opened
from tests.support.households import march


@pytest.mark.extended
async def test_each_view_has_a_mark_of_its_own(tmp_path: Path) -> None:
    async with opened(tmp_path, march()) as here:
        await here.shows(*DAY, *KEY_BAR, *CHART)
        for key, mark in MARKS.items():
            pattern = re.compile(mark, re.M)
            assert not pattern.search(here.text), key
            await here.press(key.decode())
            assert pattern.search(here.text), here.text
