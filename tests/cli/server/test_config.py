"""`octoterm config`: the configuration as it is understood, what is wrong with it, its schema."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from octoterm.config.keys import ACCOUNT_KEYS, ENTRY_KEYS, SETTINGS_KEYS, TOP_KEYS
from tests.conftest import CommandLine
from tests.support import REPOSITORY
from tests.support.docs_page import examples
from tests.support.hostile import assert_harmless

SCHEMA = json.loads((REPOSITORY / "octoterm" / "config" / "schema.json").read_text("utf-8"))
KEY = "sk_live_0123456789"


@pytest.fixture(scope="module")
def validator() -> Any:
    """Validates configurations by the schema, which is valid itself."""
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    return jsonschema.Draft202012Validator(SCHEMA)


def test_the_schema_has_every_key_and_no_other() -> None:
    parts = SCHEMA["$defs"]
    assert SCHEMA["properties"].keys() == TOP_KEYS
    assert parts["account"]["properties"].keys() == ACCOUNT_KEYS
    assert parts["settings"]["properties"].keys() == SETTINGS_KEYS
    names = {"tariffs": "tariff", "vat": "vat", "calorific_values": "calorific_value",
             "night_hours": "night_hours", "alerts": "alert"}  # fmt: skip
    for key, known in ENTRY_KEYS.items():
        assert parts[names[key]]["properties"].keys() == known


def shown_configurations() -> list[object]:
    """Those of the README and of the documentation."""
    found = examples("README", "json") + examples("ALERTS", "json")
    template = REPOSITORY / "octoterm" / "config" / "config-template.json"
    return [json.loads(text) for text in (*found, template.read_text("utf-8"))]


@pytest.mark.extended
def test_the_configurations_that_are_shown_are_valid(validator: Any) -> None:
    for content in shown_configurations():
        validator.validate(content)


@pytest.mark.extended
@pytest.mark.parametrize(
    "wrong",
    [
        {"unit": "cubic feet"},
        {"day_start": "3 o'clock"},
        {"day_start": "03:15"},
        {"billing_day": 32},
        {"calorific_value": 3.95},
        {"alerts": [{"when": "later", "days": 3}]},
        {"alerts": [{"when": "late", "days": 0}]},
        {"notify": "mail"},
        {"accounts": []},
        {"bands": "night"},
        {"average_days": "7"},
    ],
    ids=str,
)
def test_what_octoterm_refuses_the_schema_refuses_too(
    octoterm: CommandLine, wrong: dict[str, object], validator: Any
) -> None:
    meter = {"apikey": "k", "mprn": "3000000017", "serial": "G4"}
    octoterm.configure(meter | wrong)
    assert octoterm("config", "--check").exit_code == 2
    assert not validator.is_valid(meter | wrong)
    octoterm.configure(meter)
    assert octoterm("config", "--check").exit_code == 0
    assert validator.is_valid(meter)


def test_it_is_shown_with_its_defaults_and_without_the_key(octoterm: CommandLine) -> None:
    account = {"account": "A-1A2B3C4D", "apikey": KEY, "name": "Mum"}
    url = "https://api.octopus.energy/v1/gas-meter-points/3000000017/meters/G4/consumption/"
    meter = {"name": "Gas", "apikey": KEY, "url": url, "unit": "m3"}
    octoterm.configure(
        {
            "accounts": [account, meter],
            "alerts": [{"when": "late", "days": 3}],
            "notify": ["curl", "-H", f"X-Key: {KEY}", "{title}"],
        }
    )
    for arguments in ((), ("--show",), ("--json",)):
        result = octoterm("config", *arguments)
        assert result.exit_code == 0
        assert KEY not in result.out + result.err
        found = json.loads(result.out)
    assert found["accounts"] == [
        {"account": "A-1A2B3C4D", "url": "https://api.octopus.energy/v1", "apikey": "•••"}
    ]
    (gas,) = found["meters"]
    assert (gas["mprn"], gas["unit"], gas["apikey"]) == ("3000000017", "m3", "•••")
    assert found["day_start"] == "00:00"
    assert found["bands"] == {"night": "00:30-05:30", "16–19 h": "16:00-19:00"}
    assert found["alerts"] == [{"when": "late", "days": 3.0}]
    assert found["notify"] == ["curl", "-H", "X-Key: •••", "{title}"]


def test_what_a_terminal_would_obey_is_shown_and_not_sent(octoterm: CommandLine) -> None:
    meter = {"apikey": KEY, "mpan": "2000000000001", "serial": "21L"}
    octoterm.configure({**meter, "notify": ["say", "\x9b2J\u202e\t{title}"]})
    said = octoterm("config").out
    assert_harmless(said)
    assert json.loads(said)["notify"] == ["say", "�2J�\t{title}"]


def test_a_check_says_what_is_wrong_or_that_nothing_is(octoterm: CommandLine) -> None:
    path = octoterm.configure()
    assert octoterm("config", "--check").out == f"{path} is valid.\n"
    meter = {"apikey": KEY, "mpan": "1", "serial": "2"}
    octoterm.configure({**meter, "colour": "blue", "$schema": "x.json"})
    warned = octoterm("config", "--check")
    assert warned.exit_code == 0
    assert 'unknown setting "colour"' in warned.out
    assert "$schema" not in warned.out
    octoterm.configure({**meter, "day_start": "noon"})
    wrong = octoterm("config", "--check")
    assert (wrong.exit_code, wrong.out) == (2, "")
    told = octoterm("config", "--check", "--json")
    assert told.exit_code == 2
    assert json.loads(told.out)["error"] + "\n" == wrong.err.removeprefix("octoterm: ")
    assert json.loads(told.out)["file"] == str(path)


def test_the_schema_is_printed(octoterm: CommandLine, tmp_path: Path) -> None:
    assert json.loads(octoterm("config", "--schema").out) == SCHEMA
    assert not [*tmp_path.rglob("config.json")]
