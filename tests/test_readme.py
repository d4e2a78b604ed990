"""The README cannot say what the program does not do."""

from __future__ import annotations

import json
import re
import shlex
import tomllib
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from octoterm.cli.arguments import parse
from octoterm.cli.commands import COMMANDS as CLI_COMMANDS
from octoterm.config import reader
from octoterm.storage.folders import Folders
from octoterm.ui.commands import COMMANDS
from tests.support import REPOSITORY
from tests.support.docs_page import examples

ROOT = REPOSITORY
README = (ROOT / "README.md").read_text(encoding="utf-8")
COSTS = (ROOT / ".github" / "COSTS.md").read_text(encoding="utf-8")
PAGES = {path: path.read_text(encoding="utf-8") for path in ROOT.glob(".github/**/*.md")}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


KEYS = README.partition("\n## Keys\n")[2].partition("\n## ")[0]


def key_rows() -> list[list[str]]:
    """Cells of the key table, without its head."""
    rows = [line.strip("| ").split(" | ") for line in KEYS.splitlines() if line.startswith("|")]
    return rows[2:]


def test_the_first_two_commands_run_it_and_test_it() -> None:
    install = "python3 -m venv .venv && .venv/bin/pip install"
    assert examples("README", "command", "octoterm") == [
        f"{install} . && .venv/bin/octoterm --demo",
        f"{install} -e '.[test]' && .venv/bin/python -m pytest",
    ]


def test_ci_takes_the_test_command_from_here() -> None:
    assert "README.md" in (ROOT / ".ci" / "run").read_text()


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.action)
def test_every_key_is_in_the_table(command: object) -> None:
    words = {word for row in key_rows() for cell in row for word in cell.split()}
    assert set(command.shown.split()) <= words  # type: ignore[attr-defined]


def test_the_table_names_no_key_that_does_nothing() -> None:
    known = {key for command in COMMANDS for key in command.shown.split()}
    for first, *_ in key_rows():
        assert set(first.split()) <= known


@pytest.fixture(scope="module")
def helps() -> str:
    """The help of every command, and of octoterm itself."""
    with redirect_stdout(StringIO()) as printed:
        for words in ([], *([command.name] for command in CLI_COMMANDS)):
            with pytest.raises(SystemExit):
                parse([*words, "--help"])
    return printed.getvalue()


@pytest.mark.parametrize(
    "words", re.findall(r"`octoterm ([a-z][^`]*)`", README + "".join(PAGES.values()))
)
def test_every_command_that_is_mentioned_is_understood(words: str) -> None:
    command, *others = [word for word in shlex.split(words) if word not in ("FILE", "--help")]
    needed = ["FILE"] if command in ("import", "reconcile") else []
    assert parse([command, *others, *needed]).command == command


@pytest.mark.parametrize("option", re.findall(r"`(--[a-z]+)", README + "".join(PAGES.values())))
def test_every_option_that_is_mentioned_exists(option: str, helps: str) -> None:
    assert option in helps


def test_the_configuration_that_is_shown_can_be_read(tmp_path: Path) -> None:
    (shown,) = examples("README", "json")
    text = shown.replace("sk_live_…", "sk_live_0123456789").replace("MPAN", "1234567890123")
    path = tmp_path / "config.json"
    path.write_text(text.replace("MPRN", "1234567890").replace("SERIAL", "21L0000001"))
    read = reader.read(path, Folders.inside(tmp_path), {})
    assert [meter.name for meter in read.meters] == ["Upstairs", "Heating"]
    assert [account.number for account in read.accounts] == ["A-1A2B3C4D", "A-5E6F7A8B"]
    assert read.meters[1].kwh_per_unit == pytest.approx(1.02264 * 39.5 / 3.6)
    assert json.loads(path.read_text())["day_start"] == read.day_start.isoformat("minutes")


def test_what_is_shown_of_charges_can_be_read(tmp_path: Path) -> None:
    told = COSTS.partition("\n## Tariffs\n")[2].partition("\n## ")[0]
    spans = [" ".join(span.split()) for span in re.findall(r"`(.+?)`", told, flags=re.DOTALL)]
    tariffs, vat, values, _ = (
        json.loads(span.removeprefix('"tariffs": '))
        for span in spans
        if re.match(r'("tariffs": )?[\[{]', span)
    )
    prices = next(json.loads(f"{{{span}}}") for span in spans if span.startswith('"unit_rate"'))
    tariffs[0]["to"] = "2025-01-01"
    tariffs.append({"from": "2025-01-01", **prices})
    meter = {"apikey": "k", "mpan": "1", "serial": "2"}
    path = tmp_path / "config.json"
    charged = {"tariffs": tariffs, "vat": vat, "calorific_values": values}
    path.write_text(json.dumps(meter | charged))
    path.chmod(0o600)
    read = reader.read(path, Folders.inside(tmp_path), {})
    assert read.warnings == ()
    assert len(read.points[0].agreements) == 2


def test_the_picture_is_there() -> None:
    for picture in re.findall(r"!\[.*?\]\((.+?)\)", README):
        assert (ROOT / picture).is_file()


def test_every_promise_names_tests_that_are_there() -> None:
    told = (ROOT / "tests" / "README.md").read_text(encoding="utf-8")
    promises = told.partition("\n## Promises\n")[2].split("\n- ")[1:]
    assert len(promises) > 9
    for promise in promises:
        files = re.findall(r"`(tests/[\w/]+\.py)`", promise)
        assert files, promise
        assert all((ROOT / file).is_file() for file in files)


def test_it_is_short_enough_to_be_read() -> None:
    assert len(README.splitlines()) <= 155


def test_what_it_links_to_is_there() -> None:
    for path, text in {ROOT / "README.md": README, **PAGES}.items():
        for page in re.findall(r"\]\((?!http)(.+?)\)", text):
            assert (path.parent / page).exists(), page


def test_the_test_extra_and_the_dev_group_are_the_same() -> None:
    extra = PROJECT["project"]["optional-dependencies"]["test"]
    assert PROJECT["dependency-groups"]["dev"] == extra


def test_nothing_but_the_agreed_packages_is_needed_to_run() -> None:
    names = {re.split(r"[<>=]", line)[0] for line in PROJECT["project"]["dependencies"]}
    assert names == {"httpx", "platformdirs", "plotext", "textual", "tzdata"}


def test_both_configuration_templates_are_equal() -> None:
    packaged = ROOT / "octoterm" / "config" / "config-template.json"
    assert (ROOT / "config-template.json").read_bytes() == packaged.read_bytes()


CONTRIBUTING = (ROOT / ".github" / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_the_map_for_contributors_names_every_package_and_nothing_else() -> None:
    named = set(re.findall(r"`octoterm/(\w+)/`", CONTRIBUTING))
    there = {path.parent.name for path in (ROOT / "octoterm").glob("*/__init__.py")}
    assert named == there


def test_every_file_that_contributors_are_sent_to_is_there() -> None:
    for named in re.findall(r"`(?:octoterm/)?((?:\w+/)+\w+|\w+/\w+\.py)`", CONTRIBUTING):
        places = (ROOT / named, ROOT / "octoterm" / named)
        assert any(place.exists() or place.with_suffix(".py").exists() for place in places), named
