"""The commands that the README lists, in a home with readings, prices and a supplier."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import CommandLine
from tests.support.compared_home import USAGE, market, move_in
from tests.support.docs_page import arguments, each_example
from tests.support.loopback import ReadingsApi, Request, Response, loopback
from tests.support.priced_homes import website_csv

pytestmark = pytest.mark.usefixtures("quick_disk")


@pytest.fixture
def home(octoterm: CommandLine) -> Iterator[CommandLine]:
    sold = market()
    used = ReadingsApi({start: float(kwh) for start, kwh in USAGE.items()})

    def supplier(request: Request) -> Response:
        return used(request) if request.path.endswith("/consumption/") else sold(request)

    with loopback(supplier) as server:
        alert = {"when": "late", "days": 3}
        move_in(octoterm, server, alerts=[alert], notify=["true", "{title}"])
        rows = {start: (float(kwh), 1.0) for start, kwh in USAGE.items()}
        (octoterm.here / "FILE").write_text(website_csv(rows))
        yield octoterm


@each_example("README", "command", "Without a screen")
def test_each_works(home: CommandLine, example: str) -> None:
    result = home(*arguments(example))
    assert result.exit_code == 0, result.err
    assert result.out or "cost --by day --from last-month" in example
