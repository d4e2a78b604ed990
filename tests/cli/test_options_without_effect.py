"""Options that would change nothing beside another one: refused, with nothing printed or done."""

from __future__ import annotations

import pytest

from tests.conftest import CommandLine

REFUSED = [
    ("alerts --quiet --json", "--quiet has no effect with --json"),
    ("alerts --quiet --dry-run", "--dry-run has no effect with --quiet"),
    ("config --schema --show", "--show cannot be combined with --schema"),
    ("report --day --bill", "--bill cannot be combined with --day"),
    ("summary --format csv --json", "--json cannot be combined with --format"),
    ("export --format csv --json", "--json cannot be combined with --format"),
    ("service --unit --json", "--unit has no effect with --json, which prints all of them"),
    ("service --cron --json", "--cron has no effect with --json"),
    ("export --quiet", "--quiet has no effect without --push"),
    *(
        (f"export --grafana {other}", f"{other} has no effect with --grafana")
        for other in ("--in cost", "--gzip", "--quiet")
    ),
    *(
        (f"export --grafana {other} 1", f"{other} has no effect with --grafana")
        for other in ("--from", "--to", "--meter", "--since-last", "--push")
    ),
    ("export --grafana --json", "--format json has no effect with --grafana"),
    ("note --meter Gas", "--meter has no effect with the list of notes"),
    ("note 2024-03-14 away --meter Gas", "--meter has no effect with a note"),
    ("note 2024-03-14 --delete --meter Gas", "--meter has no effect with a note"),
    ("init --template --account A-1", "--account has no effect with --template"),
    ("init --template --key-file k", "--key-file has no effect with --template"),
    ("init --template --gas-unit m3", "--gas-unit has no effect with --template"),
    ("init --template --url https://x", "--url has no effect with --template"),
    ("--url https://x summary", "--url has no effect on `octoterm summary`"),
    ("--url https://x --demo prices", "--url has no effect with --demo"),
    ("--demo --config config.json summary", "--config has no effect with --demo"),
    ("--demo note 2024-03-14 away", "The demo is deleted afterwards, with its notes"),
    ("--demo note 2024-03-14 --delete", "The demo is deleted afterwards, with its notes"),
    ("--demo import config.json", "The demo is deleted afterwards, with what is imported"),
    ("--demo export --since-last ha", "The demo is deleted afterwards"),
    ("--demo reconcile config.json --keep", "The demo is deleted afterwards"),
    ("--demo check --fix", "The demo is deleted afterwards, with its files"),
    ("--demo init", "The demo is deleted afterwards, with its configuration"),
    ("import readings.json --columns start=1", "readings.json is JSON, which has no columns"),
    ("--config without-bands.json summary --bands", "--bands has no effect with a configuration"),
]


@pytest.mark.parametrize(("words", "why"), REFUSED)
def test_an_option_without_effect_is_refused_in_words(
    octoterm: CommandLine, words: str, why: str
) -> None:
    octoterm.configure()
    usual = {"apikey": "k", "mpan": "2000000000001", "serial": "21L"}
    octoterm.configure({**usual, "bands": {}}, "without-bands.json")
    (octoterm.here / "readings.json").write_text("[]")
    result = octoterm(*words.split())
    assert (result.exit_code, result.out) == (2, "")
    assert why in result.err
