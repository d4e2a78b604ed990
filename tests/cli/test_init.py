"""`octoterm init` finds the meters of an account and writes the configuration."""

from __future__ import annotations

import builtins
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from octoterm.cli import console
from octoterm.storage.folders import Folders
from tests.conftest import CommandLine, Result
from tests.support.account_api import AccountApi
from tests.support.accounts import electricity, gas, home
from tests.support.loopback import KEY, Loopback, Response, loopback
from tests.support.syncing import history

NUMBER = "A-1A2B3C4D"


@pytest.fixture
def api() -> AccountApi:
    house = home(electricity("2000000000017", "NEW"), gas_points=(gas(),))
    return AccountApi(house, readings={"NEW": history(2), "G4P00000000017": history(2)})


@pytest.fixture
def server(api: AccountApi) -> Iterator[Loopback]:
    with loopback(api) as running:
        yield running


@pytest.fixture(autouse=True)
def _no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console, "is_terminal", lambda _: False)


def key_in_a_file(octoterm: CommandLine, key: str = f"\n {KEY}\n") -> Path:
    path = octoterm.here / "key.txt"
    path.write_text(key)
    return path


def written(octoterm: CommandLine) -> dict[str, object]:
    path = Folders.of_user().config_file
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.is_relative_to(octoterm.home)
    content: dict[str, object] = json.loads(path.read_text())
    return content


def nothing_written(octoterm: CommandLine) -> bool:
    return not any(path.is_file() for path in octoterm.home.rglob("*"))


@pytest.mark.extended
def test_from_two_strings_to_own_readings(octoterm: CommandLine, server: Loopback) -> None:
    key = key_in_a_file(octoterm)
    result = octoterm("init", "--account", "a 1a2b3c4d", "--key-file", key, "--url", server.origin)
    assert result.exit_code == 0
    assert "Electricity 2000…0017: since 1 Nov 2022, tariff E-1R-VAR-22-11-01-C" in result.out
    assert "Found 2 meters:" in result.out
    assert f"Created {Folders.of_user().config_file}, with your API key in it" in result.out
    assert result.out.endswith("Now run `octoterm`.\n")
    assert KEY not in result.out + result.err
    assert "Gas is taken to be in kWh, as there is no --gas-unit" in result.err
    assert '"meters": [{"mprn": "3000000017", "unit": "m3"}] next to "account"' in result.err
    assert written(octoterm) == {"url": server.origin, "apikey": KEY, "account": NUMBER}
    assert "Electricity" in octoterm("meters").out, "what was found is known already"
    assert octoterm("sync").exit_code == 0
    assert octoterm("summary", "--meter", "gas").exit_code == 0


@pytest.mark.parametrize(
    ("typed", "unit", "settings"),
    [("m³", "m3", {"calorific_value": 39.5}), ("kWh", "kWh", {})],
)
def test_what_gas_meters_count_in_can_be_said_without_a_terminal(
    octoterm: CommandLine,
    api: AccountApi,
    server: Loopback,
    typed: str,
    unit: str,
    settings: dict[str, object],
) -> None:
    api.homes = (home(gas_points=(gas("3000000017", "A"), gas("3000000024") | {"meters": []})),)
    given = ("--account", NUMBER, "--key-file", key_in_a_file(octoterm), "--url", server.origin)
    result = octoterm("init", *given, "--gas-unit", typed)
    assert (result.exit_code, result.err) == (0, "")
    assert written(octoterm)["meters"] == [
        {"mprn": number, "unit": unit, **settings} for number in ("3000000017", "3000000024")
    ]


def test_the_key_may_be_in_the_environment(
    octoterm: CommandLine, server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OCTOTERM_API_KEY", KEY)
    assert octoterm("init", "--account", NUMBER, "--url", server.origin).exit_code == 0
    assert written(octoterm)["apikey"] == KEY


def test_it_never_writes_over_a_file_and_asks_for_nothing_first(
    octoterm: CommandLine, server: Loopback
) -> None:
    octoterm("init", "--template")
    before = Folders.of_user().config_file.read_bytes()
    key = key_in_a_file(octoterm)
    result = octoterm("init", "--account", NUMBER, "--key-file", key, "--url", server.origin)
    assert (result.exit_code, server.requests) == (2, [])
    assert "was left alone" in result.err
    assert Folders.of_user().config_file.read_bytes() == before


def test_where_it_cannot_be_told_whether_there_is_a_file_the_system_says_why(
    octoterm: CommandLine,
) -> None:
    (octoterm.here / "circle").symlink_to("circle")
    result = octoterm("init", "--template", "--config", octoterm.here / "circle" / "config.json")
    assert result.exit_code == 3
    assert "cannot be written: Too many levels of symbolic links" in result.err
    assert "links lead round in a circle" in result.err


def test_without_a_terminal_it_says_what_it_needs(octoterm: CommandLine) -> None:
    result = octoterm("init")
    assert result.exit_code == 2
    assert "--account" in result.err
    assert "--template" in result.err
    no_key = octoterm("init", "--account", NUMBER)
    assert (no_key.exit_code, "--key-file" in no_key.err) == (2, True)
    wrong = octoterm("init", "--account", "hello")
    assert "must look like A-1A2B3C4D" in wrong.err
    assert nothing_written(octoterm)


@pytest.mark.parametrize(
    ("arguments", "exit_code", "words"),
    [
        (("--account", "nonsense"), 2, "must look like A-1A2B3C4D"),
        (("--account", NUMBER, "--url", "nonsense"), 2, "--url"),
        (("--account", NUMBER, "--key-file", "nowhere.txt"), 3, "nowhere.txt cannot be read"),
        (("--account", "A-99999999"), 1, "does not know this account"),
    ],
)
def test_mistakes_are_said_and_nothing_is_written(
    octoterm: CommandLine,
    server: Loopback,
    arguments: tuple[str, ...],
    exit_code: int,
    words: str,
) -> None:
    usual = ("--key-file", str(key_in_a_file(octoterm)), "--url", server.origin)
    result = octoterm("init", *usual, *arguments)
    assert result.exit_code == exit_code
    assert words in result.err
    assert KEY not in result.err
    assert nothing_written(octoterm)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Response.json({"detail": "Invalid API key."}, 401), "Developer settings"),
        (Response.html(404), "does not know this account"),
        (Response.json({"properties": []}), "number is missing"),
        (Response.json({"number": NUMBER, "properties": [5]}), "not a list of objects"),
        (Response(body=b"nonsense"), "no account"),
    ],
)
def test_what_the_api_says_instead_is_told(
    octoterm: CommandLine, api: AccountApi, server: Loopback, answer: Response, words: str
) -> None:
    api.instead = answer
    key = key_in_a_file(octoterm)
    result = octoterm("init", "--account", NUMBER, "--key-file", key, "--url", server.origin)
    assert result.exit_code == 1
    assert words in result.err
    assert nothing_written(octoterm)


# On a terminal


class Person:
    """Types these lines, one for each prompt."""

    def __init__(self, octoterm: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
        self.octoterm = octoterm
        self.lines: list[str] = []
        self.hidden: list[str] = []
        self.prompts: list[str] = []
        monkeypatch.setattr(console, "is_terminal", lambda _: True)
        monkeypatch.setattr(builtins, "input", self._shown)
        monkeypatch.setattr("getpass.getpass", self._hidden)

    def _next(self) -> str:
        if not self.lines:
            raise EOFError
        return self.lines.pop(0)

    def _shown(self, prompt: str) -> str:
        self.prompts.append(prompt)
        return self._next()

    def _hidden(self, _: str) -> str:
        self.hidden.append(self.lines[0] if self.lines else "")
        return self._next()

    def types(self, *lines: str, url: str) -> Result:
        self.lines = list(lines)
        return self.octoterm("init", "--url", url)


@pytest.fixture
def person(octoterm: CommandLine, monkeypatch: pytest.MonkeyPatch) -> Person:
    return Person(octoterm, monkeypatch)


def test_on_a_terminal_it_asks_and_the_key_is_not_shown(person: Person, server: Loopback) -> None:
    result = person.types(KEY, NUMBER, "m³", "40", url=server.origin)
    assert result.exit_code == 0
    assert person.hidden == [KEY]
    assert "Developer settings" in result.out
    assert written(person.octoterm)["meters"] == [
        {"mprn": "3000000017", "unit": "m3", "calorific_value": 40.0}
    ]


def test_each_mistake_may_be_made_once(person: Person, api: AccountApi, server: Loopback) -> None:
    result = person.types(
        NUMBER, KEY, "nonsense", "A-99999999", NUMBER, "litres", "m3", "400", "", url=server.origin
    )
    assert result.exit_code == 0
    for words in ("begins with sk_live_", "must look like", "does not know", "m3 or kWh", "39.5"):
        assert words in result.err
    assert api.asked == ["account"]
    assert len(person.hidden) == 2, "the key that was right is not asked for again"


def test_a_key_that_is_rejected_is_asked_for_again(
    person: Person, api: AccountApi, server: Loopback
) -> None:
    api.instead = Response.json({"detail": "Invalid API key."}, 401)
    result = person.types(KEY, NUMBER, KEY, KEY, url=server.origin)
    assert result.exit_code == 2
    assert result.err.count("rejected your API key") == 3
    assert nothing_written(person.octoterm)


def test_each_gas_meter_is_asked_about_by_its_name(
    person: Person, api: AccountApi, server: Loopback
) -> None:
    api.homes = (home(gas_points=(gas("3000000017", "A"), gas("3000000024", "B"))),)
    assert person.types(KEY, NUMBER, "kWh", "m3", "", url=server.origin).exit_code == 0
    assert person.prompts[1] == "Gas 3000…0017: m3 or kWh? "
    assert person.prompts[2] == "Gas (2) 3000…0024: m3 or kWh? "
    assert written(person.octoterm)["meters"] == [
        {"mprn": "3000000017", "unit": "kWh"},
        {"mprn": "3000000024", "unit": "m3", "calorific_value": 39.5},
    ]


def test_a_number_of_another_account_than_the_key_is_asked_for_again(
    person: Person, api: AccountApi, server: Loopback
) -> None:
    api.instead = Response.json({"detail": "Not yours."}, 403)
    result = person.types(KEY, NUMBER, NUMBER, url=server.origin)
    assert result.exit_code == 2, "nothing more is typed"
    assert result.err.count("are of the same account") == 2
    assert len(person.hidden) == 1


def test_who_types_nothing_has_changed_nothing(person: Person, server: Loopback) -> None:
    assert person.types(url=server.origin).exit_code == 2
    assert person.types(KEY, NUMBER, url=server.origin).exit_code == 2, "not even the gas meter"
    assert nothing_written(person.octoterm)
