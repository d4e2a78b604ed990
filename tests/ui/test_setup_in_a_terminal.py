"""The set-up in a real terminal, against a real server: from nothing to own readings."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from tests.support.account_api import AccountApi
from tests.support.accounts import electricity, gas, home
from tests.support.loopback import KEY, KEY_IN_BASIC_AUTH, Request, Response, loopback
from tests.support.slow import slow
from tests.support.terminals import Terminal, octoterm

NUMBER = "A-1A2B3C4D"
ENTER, TAB, END = b"\r", b"\t", b"\x11"
SIZES = [(80, 24), *slow((120, 40), (40, 12))]


class Api(AccountApi):
    """Answers to the one right key only."""

    def __call__(self, request: Request) -> Response:
        if request.headers.get("authorization") != f"Basic {KEY_IN_BASIC_AUTH}":
            return Response.json({"detail": "Invalid API key."}, 401)
        return super().__call__(request)


def the_api() -> Api:
    last = int(time.time()) // 86400 * 86400
    readings: dict[int, object] = {last - n * 1800: 0.25 for n in range(1, 48 * 5)}
    house = home(electricity("2000000000017", "NEW"), gas_points=(gas(),))
    return Api(house, readings={"NEW": readings, "G4P00000000017": readings})


def paste(terminal: Terminal, text: str) -> None:
    terminal.press(b"\x1b[200~" + text.encode() + b"\x1b[201~")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.slow
def test_each_mistake_is_made_once_and_then_the_readings_are_there(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    with (
        loopback(the_api()) as server,
        octoterm(
            *("--url", server.origin), folder=tmp_path, size=size, without=("COLUMNS", "LINES")
        ) as terminal,
    ):
        terminal.shows("Welcome to octoterm")
        paste(terminal, "nonsense")
        terminal.press(ENTER)
        paste(terminal, " 'a 1a2b3c4d'\n")
        terminal.press(ENTER)
        terminal.shows("begins with")
        paste(terminal, "sk_live_wrong\n")
        terminal.press(ENTER)
        terminal.shows("rejected")
        paste(terminal, f"\n{KEY}\n")
        terminal.press(ENTER)
        terminal.shows("counts in")
        terminal.press(ENTER + TAB + TAB + TAB + ENTER)
        terminal.shows("Total 12.00 kWh")
        terminal.press(END)
        assert terminal.leave() == 0
        assert terminal.is_restored
        assert KEY.encode() not in terminal.output
    content = json.loads((tmp_path / "config" / "octoterm" / "config.json").read_text())
    assert (content["apikey"], content["account"]) == (KEY, NUMBER)
    assert content["meters"] == [{"mprn": "3000000017", "unit": "m3", "calorific_value": 39.5}]


@pytest.mark.slow
def test_both_may_be_typed_before_the_program_takes_keys(tmp_path: Path) -> None:
    with (
        loopback(the_api()) as server,
        octoterm("--url", server.origin, folder=tmp_path) as terminal,
    ):
        assert not terminal.is_raw, "so that the terminal turns Enter into a line feed"
        terminal.press(KEY.encode() + ENTER + NUMBER.encode() + ENTER)
        terminal.shows("counts in")


@pytest.mark.slow
def test_init_asks_the_same_in_lines_and_does_not_show_the_key(tmp_path: Path) -> None:
    with (
        loopback(the_api()) as server,
        octoterm("init", "--url", server.origin, folder=tmp_path) as terminal,
    ):
        for prompt, typed in (
            ("API key:", KEY),
            ("Account number:", NUMBER),
            ("m3 or kWh?", "m3"),
            ("Enter for 39.5", ""),
        ):
            terminal.shows(prompt)
            terminal.press(typed.encode() + b"\n")
        assert terminal.leave() == 0
        assert KEY.encode() not in terminal.output
        assert b"Created" in terminal.output
    assert (tmp_path / "config" / "octoterm" / "config.json").exists()
