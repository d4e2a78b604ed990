"""What a meter point is called where it is shown."""

from __future__ import annotations

from pathlib import Path

from octoterm.household.meter import UNIT_CUBIC_METRES, Fuel
from octoterm.household.meter_point import NONE_KNOWN, MeterPoint
from tests.support.dashboards import meter

HOUSE = MeterPoint.of(meter(Path("/x")))
GAS = meter(Path("/x"), "Gas", fuel=Fuel.GAS, mpan="3000000", unit=UNIT_CUBIC_METRES)


def test_a_label_tells_meter_points_apart_and_says_what_is_special() -> None:
    assert HOUSE.label == "Electricity 2000…5678"
    assert MeterPoint.of(GAS).label == "Gas 3000000 (m³ as kWh)"
    assert HOUSE._replace(is_listed=False).label == "Electricity 2000…5678 (gone)"
    gone = MeterPoint.of(GAS)._replace(is_listed=False)
    assert gone.label == "Gas 3000000 (m³ as kWh, gone)"
    net = HOUSE._replace(name="Net", number="", subtracted=HOUSE.meters)
    assert net.label == "Net (import − export)"
    other = HOUSE.meters[0]._replace(mpan="2000000000025")
    two = net._replace(meters=(*net.meters, other), subtracted=(other,))
    assert two.label == "Net (2 imports − export)"
    assert NONE_KNOWN.label == "No meters yet"


def test_it_is_the_same_whatever_it_is_called_and_whichever_meters_it_has() -> None:
    listed = HOUSE.meters[0]._replace(is_discovered=True)
    found = HOUSE._replace(meters=(listed,))
    later = found._replace(name="House", meters=(listed, listed._replace(serial="NEW")))
    assert later.key == found.key
    assert HOUSE._replace(meters=(HOUSE.meters[0]._replace(serial="B"),)).key != HOUSE.key
    assert MeterPoint.of(GAS).key != HOUSE.key
    assert HOUSE._replace(subtracted=HOUSE.meters).key != HOUSE.key
