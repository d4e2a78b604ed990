"""Where imported readings of a meter point go whose meter was exchanged."""

from __future__ import annotations

from pathlib import Path

from octoterm.runtime.slices import finish
from octoterm.session.importing import store_imported
from tests.support.dashboards import meter
from tests.support.households import half_hours, reading, readings, write
from tests.support.storing import load

STARTS = half_hours("2024-03-01T00:00Z", "2024-03-02T00:00Z")


def test_a_half_hour_at_which_the_new_meter_begins_is_its_own(tmp_path: Path) -> None:
    old, new = (meter(tmp_path, name, serial=name) for name in ("Old", "New"))
    write(old.csv, readings(STARTS[:10]))
    write(new.csv, readings(STARTS[20:]))
    rows = [reading(STARTS[number], 9.0) for number in (19, 20)]
    contents = {each: load(each.csv) for each in (old, new)}
    stored = finish(store_imported(rows, contents, tmp_path))
    assert {each.name: merged.new for each, merged in stored.items()} == {"Old": 1, "New": 0}
    assert [*load(old.csv).starts] == [*STARTS[:10], STARTS[19]]
