"""The set-up: two pasted strings, and the first readings."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from textual.widgets import Button

from tests.support.account_api import AccountApi
from tests.support.accounts import gas, home
from tests.support.loopback import KEY, Response
from tests.support.setting_up import NUMBER, nothing_written, person, the_api
from tests.support.slow import slow, slow_rows

SIZES = [(80, 24), *slow((120, 40), (40, 12))]


@pytest.mark.parametrize("size", SIZES)
async def test_two_pasted_strings_lead_to_the_first_readings(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with person(tmp_path, the_api(), size) as someone:
        await someone.logs_in()
        await someone.until(lambda: "Save and fetch my readings" in someone.text, "the way on")
        assert KEY not in someone.text
        await someone.press("enter")
        await someone.sees("Thu 14 Mar 2024")
        assert json.loads(someone.file.read_text()) == {"apikey": KEY, "account": NUMBER}
        assert someone.file.stat().st_mode & 0o777 == 0o600


async def test_what_is_found_is_listed_and_gas_is_asked_about(tmp_path: Path) -> None:
    api = the_api(gas())
    async with person(tmp_path, api) as someone:
        await someone.logs_in()
        await someone.sees(
            "Found 2 meters",
            "Electricity 2000…0017: since 1 Nov 2022, tariff E-1R-VAR-22-11-01-C",
            "SMETS2",
        )
        await someone.click("Save and fetch")
        await someone.sees("Choose first what your gas meter counts in")
        await someone.click("[ ] m³")
        await someone.sees("[x] m³")
        assert "Choose first" not in someone.text
        await someone.click("Save and fetch")
        await someone.sees("Thu 14 Mar 2024")
        (settings,) = json.loads(someone.file.read_text())["meters"]
        assert settings == {"mprn": "3000000017", "unit": "m3", "calorific_value": 39.5}
        assert api.asked.count("account") == 1, "the first sync knows what was found"


@pytest.mark.extended
async def test_what_the_bill_says_can_be_typed(tmp_path: Path) -> None:
    async with person(tmp_path, the_api(gas())) as someone:
        await someone.logs_in()
        await someone.sees("counts in")
        await someone.press("enter", "tab", "tab", *"4000", "enter")
        await someone.press("enter")
        await someone.sees("is a number from 30 to 50")
        await someone.press("shift+tab", "ctrl+u", *"40.1", "enter", "enter")
        await someone.sees("Thu 14 Mar 2024")
        assert json.loads(someone.file.read_text())["meters"][0]["calorific_value"] == 40.1


@pytest.mark.extended
@pytest.mark.parametrize(
    ("key", "number", "words"),
    [
        ("nonsense", NUMBER, "begins with sk_live_"),
        (KEY, "nonsense", "must look like A-1A2B3C4D"),
        *slow_rows(
            ("", "", "The API key is missing"),
            (KEY, "", "The account number is missing"),
            (KEY, "A-99999999", "does not know this account"),
        ),
    ],
)
async def test_each_mistake_is_said_in_words_and_nothing_is_written(
    tmp_path: Path, key: str, number: str, words: str
) -> None:
    async with person(tmp_path, the_api()) as someone:
        await someone.paste(key)
        await someone.press("tab")
        await someone.paste(number)
        await someone.press("enter")
        await someone.sees(words)
        assert nothing_written(tmp_path)
        assert KEY not in someone.text


@pytest.mark.extended
@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Response.html(404), "does not know this account"),
        *slow_rows(
            (Response.json({"detail": "Invalid API key."}, 401), "rejected your API key"),
            (Response.json({"detail": "Not yours."}, 403), "are of the same account"),
            (Response.json({"number": NUMBER, "properties": 5}), "not a list of objects"),
        ),
    ],
)
async def test_what_the_api_says_instead_is_told_and_can_be_put_right(
    tmp_path: Path, answer: Response, words: str
) -> None:
    api = the_api()
    api.instead = answer
    async with person(tmp_path, api) as someone:
        await someone.logs_in()
        await someone.sees(words)
        assert nothing_written(tmp_path)
        api.instead = None
        await someone.click("Find my meters")
        await someone.sees("Found 1 meter")


@pytest.mark.extended
async def test_a_key_in_the_wrong_field_is_hidden_there_too(tmp_path: Path) -> None:
    async with person(tmp_path, the_api()) as someone:
        await someone.press("tab")
        await someone.paste(f" {KEY}")
        await someone.sees("Account number ••••")
        assert KEY not in someone.text
        await someone.press("ctrl+u", *NUMBER)
        await someone.sees(NUMBER)


@pytest.mark.extended
@pytest.mark.parametrize(
    "around", ["\u200b{}\ufeff\r\n", *slow(" {}\n", "\n\n{}", '"{}"', "{}\r\n")]
)
async def test_however_it_was_pasted(tmp_path: Path, around: str) -> None:
    async with person(tmp_path, the_api()) as someone:
        await someone.logs_in(around.format(KEY), around.format("a 1a2b3c4d"))
        await someone.sees("Found 1 meter")


@pytest.mark.extended
async def test_an_account_without_meters_can_be_kept(tmp_path: Path) -> None:
    async with person(tmp_path, AccountApi(home())) as someone:
        await someone.logs_in()
        await someone.sees("lists no meters for this account yet")
        await someone.press("enter")
        await someone.sees("Octopus lists no meters for this account.", "r tries again")


@pytest.mark.extended
async def test_another_api_is_written_down(tmp_path: Path) -> None:
    async with person(tmp_path, the_api(), url="http://127.0.0.1:8000") as someone:
        await someone.logs_in()
        await someone.sees("Save and fetch")
        await someone.press("enter")
        await someone.sees("Thu 14 Mar 2024")
        assert json.loads(someone.file.read_text())["url"] == "http://127.0.0.1:8000"


@pytest.mark.extended
async def test_it_is_never_written_over_a_file_that_appeared_meanwhile(tmp_path: Path) -> None:
    async with person(tmp_path, the_api()) as someone:
        await someone.logs_in()
        await someone.sees("Save and fetch")
        someone.file.parent.mkdir(parents=True)
        someone.file.write_text("mine")
        await someone.press("enter")
        await someone.sees("already exists and was left alone")
        assert someone.file.read_text() == "mine"


@pytest.mark.extended
@pytest.mark.parametrize("key", ["escape", "ctrl+q", *slow("ctrl+c")])
async def test_it_quits_with_0(tmp_path: Path, key: str) -> None:
    async with person(tmp_path, the_api()) as someone:
        await someone.press(key)
        assert not someone.app.is_running
        assert someone.app.return_code == 0


@pytest.mark.extended
async def test_letters_are_for_the_fields(tmp_path: Path) -> None:
    async with person(tmp_path, the_api()) as someone:
        await someone.press(*"q?rn")
        assert someone.app.is_running
        await someone.press("tab", *"quit")
        await someone.sees("quit")


@pytest.mark.extended
@pytest.mark.parametrize("size", [(80, 24), *slow((120, 40))])
async def test_all_that_is_needed_is_on_screen_at_once(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with person(tmp_path, the_api(), size) as someone:
        for words in (
            "No configuration found (looked for /x and /y).",
            "API key",
            "Accounts → Personal details → Developer settings",
            "Account number",
            "on every bill",
            "Find my meters",
            "octoterm --demo shows everything without an account.",
        ):
            assert words in someone.text


@pytest.mark.extended
@pytest.mark.parametrize("size", [(20, 5), *slow((40, 12), (5, 2))])
async def test_small_terminals_scroll(tmp_path: Path, size: tuple[int, int]) -> None:
    async with person(tmp_path, the_api(gas()), size) as someone:
        await someone.logs_in()
        await someone.until(lambda: len(someone.app.screen.query("#save")) == 1, "the meters")
        await someone.press("down", "enter", "tab", "tab", "enter", "escape")
        assert someone.app.is_running


@pytest.mark.extended
async def test_it_can_be_drawn_in_ascii(tmp_path: Path) -> None:
    async with person(tmp_path, the_api(gas()), ascii_only=True) as someone:
        assert someone.text.isascii()
        await someone.logs_in()
        await someone.sees("Save and fetch")
        assert someone.text.isascii()


async def test_it_does_nothing_by_itself(tmp_path: Path) -> None:
    async with person(tmp_path, the_api()) as someone:
        running = [
            timer
            for node in someone.app.screen.walk_children(with_self=True)
            for timer in node._timers
            if timer.name != "screen_update" and timer._active.is_set()
        ]
        assert running == []
        assert len(someone.app.screen.query(Button)) == 2


@pytest.mark.extended
async def test_what_is_pasted_after_a_mistake_takes_its_place(tmp_path: Path) -> None:
    async with person(tmp_path, the_api()) as someone:
        await someone.logs_in("nonsense")
        await someone.sees("begins with sk_live_")
        await someone.paste(KEY)
        await someone.press("enter")
        await someone.sees("Found 1 meter")


@pytest.mark.slow
async def test_both_may_be_typed_faster_than_they_are_shown(tmp_path: Path) -> None:
    async with person(tmp_path, the_api()) as someone:
        await someone.press(*KEY, "enter", *NUMBER, "enter")
        await someone.sees("Found 1 meter")
