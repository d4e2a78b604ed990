"""Text from outside that means harm: shown as text on every surface, and nothing else."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from octoterm.config.reader import read
from octoterm.household.meter import Meter
from octoterm.storage.folders import Folders
from tests.conftest import CommandLine
from tests.support.configuring import ELECTRICITY, KEY
from tests.support.dashboards import Answer, Opened, opened, page_of, synced
from tests.support.hostile import (
    CONTROLS,
    INVISIBLE,
    MARKUP,
    SEQUENCES,
    as_file_name,
    assert_harmless,
    assert_nothing_to_click,
    hostile,
)
from tests.support.households import HEADER, half_hours, readings
from tests.support.loopback import Response, loopback
from tests.support.screens import press
from tests.support.slow import slow
from tests.support.terminals import octoterm as in_a_terminal

ALL = ["".join(CONTROLS), "".join(INVISIBLE), *SEQUENCES, *MARKUP]
DAYS = readings(half_hours("2024-03-12T00:00Z", "2024-03-15T00:00Z"))


def account(name: str, number: int) -> dict[str, object]:
    url = ELECTRICITY.replace("2000", f"{2000 + number}")
    return {"name": name, "url": url, "apikey": KEY, "csv": f"{number}.csv"}


def in_json(content: object) -> str:
    """The configuration, without halves of characters, which are refused in one."""
    return json.dumps(content).replace("\\udc80", "")


def household(folder: Path, texts: list[str]) -> tuple[tuple[Meter, ...], tuple[str, ...]]:
    """Meters called by these texts, and the warnings of a configuration with such keys."""
    accounts = [account(f"{number} {text}", number) for number, text in enumerate(texts)]
    content = {"accounts": accounts, texts[0]: 1, texts[-1]: 2}
    file = folder / "config.json"
    file.write_text(in_json(content), encoding="utf-8")
    file.chmod(0o600)
    config = read(file, Folders.inside(folder), {})
    return config.meters, config.warnings


def complaining_of(texts: list[str]) -> Answer:
    """An API that refuses every meter with another of these texts."""

    def answer(request: httpx.Request) -> httpx.Response:
        number = int(request.url.path.split("/")[3]) - 2000
        if number == 0:
            return page_of([])

        async def content() -> AsyncIterator[bytes]:
            yield json.dumps({"detail": texts[number % len(texts)]}).encode()

        return httpx.Response(400, content=content())

    return answer


async def assert_shown_harmlessly(here: Opened) -> None:
    assert_harmless(here.text)
    assert_nothing_to_click(here.app)
    for notification in here.app._notifications:
        assert notification.markup is False
        assert_harmless(notification.message)


async def show_everywhere(folder: Path, texts: list[str]) -> None:
    """Names in titles, errors in the status line, warnings in notifications, in every view."""
    meters, warnings = household(folder, texts)
    for meter in meters[1:]:
        meter.csv.write_text(f"{HEADER}\n", encoding="utf-8")
    api = complaining_of(texts)
    async with opened(folder, DAYS, meters=meters, api=api, warnings=warnings) as here:
        await synced(here)
        await assert_shown_harmlessly(here)
        for number in range(len(texts)):
            assert f" {number} m" in here.lines[0]
            await assert_shown_harmlessly(here)
            await press(here.pilot, *f"{1 + 4 * number // len(texts)}n")


@pytest.mark.slow
async def test_a_dozen_texts_are_shown_and_not_obeyed(tmp_path: Path) -> None:
    await show_everywhere(tmp_path, [hostile(seed) for seed in range(12)])


@pytest.mark.slow
async def test_six_hundred_texts_are_shown_and_not_obeyed(tmp_path: Path) -> None:
    for first in range(0, 600, 100):
        (folder := tmp_path / str(first)).mkdir()
        await show_everywhere(folder, [hostile(seed) for seed in range(first, first + 100)])


@pytest.mark.slow
async def test_every_control_and_every_kind_of_markup_is_shown_and_not_obeyed(
    tmp_path: Path,
) -> None:
    await show_everywhere(tmp_path, [f"m{text}" for text in ALL])


@pytest.mark.extended
async def test_what_is_typed_or_pasted_is_not_obeyed(tmp_path: Path) -> None:
    async with opened(tmp_path, DAYS) as here:
        for screen in ("ctrl+p", "p"):
            await here.press(screen)
            await press(here.pilot, *"[/x][@click=app.quit][bold]")
            await assert_shown_harmlessly(here)
            await here.press("escape")


@pytest.mark.extended
@pytest.mark.parametrize("seed", [0, *slow(1, 2, 3, 4, 5)])
def test_commands_print_it_harmlessly(
    octoterm: CommandLine, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    folder = octoterm.here / as_file_name(hostile(seed) + ALL[seed])
    folder.mkdir()
    monkeypatch.chdir(folder)
    accounts = [account(hostile(seed + 10), 0)]
    file = folder / "config.json"
    file.write_text(in_json({"accounts": accounts, hostile(seed): 1}), encoding="utf-8")
    bad = [f'"{hostile(n)}","{hostile(n + 1)}",{n}'.replace("\n", "") for n in range(seed, 40)]
    lines = [HEADER, *(row.line for row in DAYS), *bad, ""]
    (folder / "0.csv").write_bytes("\n".join(lines).encode("utf-8", "surrogatepass"))
    for command in (
        ["check"],
        ["check", "--format", "json"],
        ["summary"],
        ["summary", "--format", "json"],
        ["trends", "--format", "csv"],
        ["profile"],
        ["today"],
        ["paths"],
        ["summary", "--meter", hostile(seed)],
        ["summary", "--from", hostile(seed)],
        ["--config", hostile(seed), "summary"],
        [f"--{hostile(seed)}"],
        ["init", "--template"],
    ):
        result = octoterm(*command)
        assert_harmless(result.out)
        assert_harmless(result.err)
        if command[-1] == "json":
            json.loads(result.out)


def answering(detail: str) -> Response:
    return Response.json({"detail": detail}, 400)


@pytest.mark.parametrize("seed", [0, *slow(1)])
def test_sync_tells_of_it_harmlessly(octoterm: CommandLine, seed: int) -> None:
    everything = "".join(ALL[seed::2])
    with loopback(answering(everything)) as server:
        accounts = [{**account(everything, 0), "url": server.meter_url}]
        octoterm.configure({"accounts": accounts})
        for command in (["sync"], ["sync", "--json"]):
            result = octoterm(*command)
            assert result.exit_code == 1
            assert_harmless(result.out)
            assert_harmless(result.err)


@pytest.mark.extended
def test_no_byte_of_it_reaches_the_terminal(tmp_path: Path) -> None:
    """The terminal of these tests refuses what a dashboard does not send by itself."""
    everything = "".join(ALL)
    folder = tmp_path / as_file_name(everything)
    folder.mkdir()
    with loopback(answering(everything)) as server:
        accounts = [{**account(everything[:200], 0), "url": server.meter_url}]
        content = {"accounts": accounts, everything: 1}
        (folder / "config.json").write_text(json.dumps(content), encoding="utf-8")
        with in_a_terminal("--config", "config.json", folder=folder) as terminal:
            terminal.shows("Help", "refuse")
            for keys in (b"2", b"3", b"4", b"1", b"e"):
                terminal.press(keys)
            terminal.settle()
            terminal.press(b"q")
            assert terminal.leave() == 0
    for control in (b"\x1b]0", b"\x1b]52", b"\x1b]8", b"\x1b[2J", b"\x1bc", b"\x9b2J"):
        assert control not in terminal.output
