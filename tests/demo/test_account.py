"""The simulated household's account, and what its other meters measure."""

from __future__ import annotations

import pytest

from octoterm.demo.account import ACCOUNT
from octoterm.demo.household import DEMO_METERS
from octoterm.household.account_json import read_account
from tests.demo.test_simulator import LONDON, everything, get, simulated, start_of


async def test_the_account_lists_what_the_meters_measure():
    status, content = await get(f"/v1/accounts/{ACCOUNT}/")
    assert status == 200
    assert await get(f"/v1/accounts/{ACCOUNT}/", key=None) == (
        401,
        {"detail": "Authentication credentials were not provided."},
    )
    assert (await get("/v1/accounts/A-99999999/"))[0] == 404
    account = read_account(content)
    listed = {
        (point.fuel, point.number, serial)
        for point in account.meter_points
        for serial in point.serials
    }
    assert listed == {(each.fuel, each.mpan, each.serial) for each in DEMO_METERS}
    lived_in, left = account.properties
    assert (lived_in.moved_out, left.moved_out) == (None, lived_in.moved_in)
    imported = lived_in.meter_points[0]
    assert len({agreement.tariff.split("-")[2] for agreement in imported.agreements}) == 5
    assert [point.direction.value for point in lived_in.meter_points] == [
        "import",
        "export",
        "import",
    ]


@pytest.mark.extended
async def test_a_meter_that_was_exchanged_is_continued_without_a_gap():
    old, new = (
        f"/v1/electricity-meter-points/2000000000001/meters/{serial}/consumption/"
        for serial in ("19L0000002", "21L0000001")
    )
    _, newest = await get(old)
    _, oldest = await get(new, order_by="period")
    assert newest["results"][0]["interval_end"] == oldest["results"][0]["interval_start"]


@pytest.mark.slow
async def test_the_sun_shines_by_day_and_more_in_summer():
    path = "/v1/electricity-meter-points/2000000000025/meters/23S0000004/consumption/"
    readings = await everything(simulated(), path)
    assert readings[0]["interval_start"] == "2024-11-24T00:00:00Z", "from its second year"
    months: dict[int, float] = {}
    for reading in readings:
        start = start_of(reading).astimezone(LONDON)
        months[start.month] = months.get(start.month, 0.0) + reading["consumption"]
        if not 4 <= start.hour <= 21:
            assert reading["consumption"] == 0.0
    assert months[6] > 4 * months[12] > 0
