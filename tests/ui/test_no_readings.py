"""A first run that fails, or brings nothing: the middle of the screen says what to do."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from octoterm.household.meter_point import MeterPoint
from octoterm.ui.no_readings import TRY_AGAIN
from tests.support.dashboards import (
    Opened,
    brings,
    meter,
    no_network,
    nothing_new,
    opened,
    synced,
)
from tests.support.households import march
from tests.support.slow import slow, slow_rows

CONFIG = Path("/home/ann/.config/octoterm/config.json")


def answering(status: int) -> httpx.MockTransport:
    async def content() -> AsyncIterator[bytes]:
        yield b'{"detail": "No."}'

    return httpx.MockTransport(lambda _: httpx.Response(status, content=content()))


def middle(here: Opened) -> str:
    """What is on screen between the first line and the status line."""
    return " ".join(" ".join(here.lines[1:-2]).split())


@pytest.mark.extended
@pytest.mark.parametrize(
    ("transport", "words"),
    [
        (answering(401), "key"),
        *slow_rows(
            (answering(404), "meter"),
            (httpx.MockTransport(no_network), "network"),
        ),
    ],
    ids=["wrong key", "wrong MPAN", "no network"],
)
@pytest.mark.parametrize("size", [(80, 24), *slow((120, 40), (40, 12))])
async def test_a_first_sync_that_fails_says_in_every_view_what_to_do(
    tmp_path: Path, transport: httpx.MockTransport, words: str, size: tuple[int, int]
) -> None:
    async with opened(tmp_path, transport=transport, size=size, path=CONFIG) as here:
        await synced(here)
        for view in "12346":
            await here.press(view)
            assert words in middle(here)
            assert TRY_AGAIN in middle(here)
            assert str(CONFIG) in middle(here)
            assert " r Refresh" in here.lines[-1]
            assert "safe" not in here.text
            assert "Errno" not in here.text
        assert TRY_AGAIN not in await here.press("5")


async def test_r_tries_again_and_what_comes_is_shown(tmp_path: Path) -> None:
    answers = [no_network]
    transport = httpx.MockTransport(lambda request: answers[-1](request))
    async with opened(tmp_path, transport=transport, path=CONFIG) as here:
        await synced(here)
        assert TRY_AGAIN in here.text
        answers.append(brings(march()))
        await here.press("r")
        await synced(here)
        await here.shows("Total 15.00 kWh")
        assert TRY_AGAIN not in here.text


@pytest.mark.extended
async def test_a_meter_of_which_octopus_has_nothing_is_not_an_empty_page(tmp_path: Path) -> None:
    async with opened(tmp_path, api=nothing_new, path=CONFIG) as here:
        await synced(here)
        assert "Octopus has no readings for this meter. A new meter's readings" in middle(here)
        assert "compare its MPAN and serial number" in middle(here)
        assert str(CONFIG) in middle(here)


async def test_the_numbers_of_a_meter_that_an_account_lists_are_not_doubted(
    tmp_path: Path,
) -> None:
    listed = MeterPoint.of(meter(tmp_path, "Listed")._replace(is_discovered=True))
    async with opened(tmp_path, points=(listed,), api=nothing_new) as here:
        await synced(here)
        assert "A new meter's readings may take some days to arrive." in middle(here)
        assert "MPAN" not in middle(here)


async def test_meters_of_a_home_that_was_left_gone_ones_and_net_are_not_called_new(
    tmp_path: Path,
) -> None:
    left = MeterPoint.of(meter(tmp_path, "Left"))._replace(moved_out=1_600_000_000)
    gone = MeterPoint.of(meter(tmp_path, "Gone"))._replace(is_listed=False)
    net = left._replace(number="", subtracted=gone.meters, moved_out=None)
    async with opened(tmp_path, points=(left, gone, net), api=nothing_new) as here:
        await synced(here)
        assert "This meter is at a home you have left." in middle(here)
        await here.press("n")
        assert "Octopus lists this meter no more." in middle(here)
        await here.press("n")
        assert "no half hour of which all meters of this home have a reading" in middle(here)
