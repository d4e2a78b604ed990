"""Exports that are killed at any moment: a program that keeps what it got has every half hour."""

from __future__ import annotations

import json
import signal
from pathlib import Path
from random import Random

import pytest

from tests.conftest import CommandLine
from tests.support.households import half_hours, readings

STARTS = half_hours("2023-12-01T00:00Z", "2024-03-01T00:00Z")
KILLS = 60


@pytest.mark.slow
def test_nothing_is_left_out_over_60_kills(octoterm: CommandLine) -> None:
    octoterm.configure()
    chance = Random(19)
    usage = dict.fromkeys(STARTS[:2000], 0.25)
    had: dict[str, float] = {}
    killed = 0
    while killed < KILLS:
        usage[STARTS[len(usage) % len(STARTS)]] = 0.25
        usage[chance.choice([*usage])] = round(chance.uniform(0, 1), 3)
        octoterm.store(readings(dict(sorted(usage.items()))))
        killed += is_killed(octoterm, octoterm.here / "out", chance.uniform(0.05, 0.35), had)
    is_killed(octoterm, octoterm.here / "out", 30.0, had)
    assert len(had) == len(usage)
    assert sorted(had.values()) == sorted(usage.values())
    assert octoterm("export", "--json", "--since-last", "other").out
    assert octoterm("export", "--json", "--since-last", "kept").out == ""


def is_killed(octoterm: CommandLine, out: Path, after: float, had: dict[str, float]) -> bool:
    """Export into a file and kill it after so many seconds; keep each whole line it has written.
    Whether it was killed before its end."""
    with out.open("wb") as file:
        command = "export", "--json", "--since-last", "kept"
        with octoterm.start(*command, stdout=file.fileno()) as process:
            try:
                process.wait(after)
            except Exception:
                process.send_signal(signal.SIGKILL)
            code = process.wait()
    for line in out.read_text().splitlines(keepends=True):
        if line.endswith("\n"):
            reading = json.loads(line)
            had[reading["start"]] = reading["kwh"]
    return code != 0
