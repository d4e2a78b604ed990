"""Days from midnight, and from 03:00."""

from __future__ import annotations

from datetime import time

import pytest

from tests.support.plainly import MIDNIGHT, THREE


@pytest.fixture(params=[MIDNIGHT, THREE], ids=["days from 00:00", "days from 03:00"])
def day_start(request: pytest.FixtureRequest) -> time:
    start: time = request.param
    return start
