"""Faults of the network in the dashboard, over a real connection: told with what to do, with all
that came before on screen, and nothing of the key."""

from __future__ import annotations

import logging
from pathlib import Path

import httpx
import pytest

from octoterm import errors
from octoterm.octopus import client
from tests.support.dashboards import opened, synced
from tests.support.faults import FAULTS, Fault, troubled
from tests.support.households import half_hours
from tests.support.loopback import KEY, KEY_IN_BASIC_AUTH, ReadingsApi
from tests.support.slow import one_in

STARTS = half_hours("2024-03-12T00:00Z", "2024-03-15T00:00Z")
NAMES = ("401", "429 for minutes", "refused", "next elsewhere")
CUT = [
    (next(fault for fault in FAULTS if fault.name == name), at % 2 and 2)
    for at, name in enumerate(NAMES)
]


async def holds(
    fault: Fault, turn: int, folder: Path, patch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    readings = ReadingsApi(dict.fromkeys(STARTS, 0.25), page_size=48)
    with troubled(fault, readings, turn, patch) as trouble:
        meter = trouble.server.meter(folder)
        network = httpx.AsyncHTTPTransport(verify=client._tls())
        async with opened(folder, meters=(meter,), transport=network, size=size) as here:
            await synced(here)
            error = here.dashboard.meters.current.sync.error
            assert type(error) is fault.error
            words = str(error)
            if isinstance(error, errors.Offline):
                words = "Offline"
            await here.until(lambda: words in in_one_line(here.lines), words)
            pages = turn + fault.saves
            if pages:
                await here.shows("14 Mar 2024", "Total")
            readings_here = here.dashboard.shown.series
            assert len(readings_here.starts if readings_here else ()) == 48 * pages
            shown = await here.press("2", "a")
            await here.press("q")
        assert (here.app.return_code or 0) == 0
    assert trouble.elsewhere.requests == []
    assert len(trouble.server.requests) == turn + fault.tries
    for secret in (KEY, KEY_IN_BASIC_AUTH):
        assert secret not in shown + words


def in_one_line(lines: list[str]) -> str:
    return " ".join(" ".join(lines).split())


@pytest.mark.parametrize(("fault", "turn"), one_in(2, CUT), ids=str)
async def test_a_fault_is_told_on_screen_and_what_came_before_is_shown(
    fault: Fault,
    turn: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    await holds(fault, turn, tmp_path, monkeypatch, (80, 24))
    assert KEY not in caplog.text
    assert KEY_IN_BASIC_AUTH not in caplog.text


@pytest.mark.slow
@pytest.mark.parametrize(("turn", "size"), [(0, (40, 12)), (1, (80, 24)), (2, (120, 40))], ids=str)
@pytest.mark.parametrize("fault", [fault for fault in FAULTS if not fault.only_first], ids=str)
async def test_every_fault_is_told_on_screen(
    fault: Fault,
    turn: int,
    size: tuple[int, int],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await holds(fault, turn, tmp_path, monkeypatch, size)
