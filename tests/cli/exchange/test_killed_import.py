"""An import that is killed at any moment leaves the old file or the new one, whole."""

from __future__ import annotations

import time
from random import Random

import pytest

from tests.conftest import CommandLine
from tests.support.households import csv, half_hours, reading
from tests.support.imported import n3rgy
from tests.support.storing import load

KILLS = 60


@pytest.mark.slow
def test_the_csv_is_the_old_one_or_the_new_one(octoterm: CommandLine) -> None:
    random = Random(1)
    starts = half_hours("2020-01-01T00:00Z", "2024-01-01T00:00Z")
    truth = {start: f"{random.randrange(900) / 1000}" for start in starts}
    held = {start: number for at, (start, number) in enumerate(truth.items()) if at % 3}
    octoterm.configure()
    other = octoterm.here / "n3rgy.csv"
    other.write_text(n3rgy(truth))
    old = csv([reading(*each) for each in held.items()])
    path = octoterm.here / "readings.csv"
    path.write_text(old)
    began = time.monotonic()
    process = octoterm.start("import", str(other))
    process.communicate()
    assert process.returncode == 0
    whole = time.monotonic() - began
    new = path.read_text()
    assert len(load(path).starts) == len(truth)
    found = set()
    for _ in range(KILLS):
        path.write_text(old)
        process = octoterm.start("import", str(other))
        time.sleep(random.uniform(0.2, 1.05) * whole)
        process.kill()
        process.communicate()
        found.add(path.read_text())
        assert found <= {old, new}
        assert not path.with_name("readings.csv.original").exists()
    assert octoterm("import", other).exit_code == 0, "what is left keeps nobody out"
    assert path.read_text() == new
    assert found == {old, new}, "the kills came too early or too late to tell"
