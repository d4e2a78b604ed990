"""What all commands have in common: arguments, exit codes, streams."""

from __future__ import annotations

import json
import os
import signal
import sys
from datetime import date

import pytest

from octoterm import __version__
from octoterm.cli.arguments import DASHBOARD
from octoterm.cli.commands import COMMANDS
from tests.conftest import CommandLine
from tests.support import REPOSITORY
from tests.support.households import half_hours, london_day, readings
from tests.support.slow import slow

# Arguments


@pytest.mark.parametrize(
    "arguments",
    [
        ("--config", "mine.json", "summary", "--format", "json"),
        ("summary", "--config", "mine.json", "--format", "json"),
        ("summary", "--format", "json", "--config=mine.json"),
    ],
)
def test_a_configuration_can_be_named_before_or_after_the_command(
    octoterm: CommandLine, arguments: tuple[str, ...]
) -> None:
    octoterm.configure(name="mine.json")
    octoterm.store(readings(london_day(date(2024, 6, 1))))
    result = octoterm(*arguments)
    assert result.exit_code == 0
    assert len(json.loads(result.out)) == 1


@pytest.mark.parametrize("arguments", [("--demo", "paths"), ("paths", "--demo")])
def test_the_demo_can_be_asked_for_before_or_after_the_command(
    octoterm: CommandLine, arguments: tuple[str, ...]
) -> None:
    result = octoterm(*arguments)
    assert result.exit_code == 0
    assert "octoterm-demo-" in result.out


def test_every_command_that_is_declared_has_a_module_of_its_name_and_no_other_has_one() -> None:
    """But for the dashboard, which is there without a command."""
    folder = REPOSITORY / "octoterm" / "cli"
    runs = {
        ".".join(path.relative_to(folder).with_suffix("").parts)
        for path in folder.rglob("*.py")
        if "\ndef run(asked" in path.read_text(encoding="utf-8")
    }
    assert runs == {DASHBOARD, *(command.module for command in COMMANDS)}
    assert all(each.module.split(".")[-1].rstrip("_") == each.name for each in COMMANDS)


def test_the_help_lists_every_command_with_what_it_does(octoterm: CommandLine) -> None:
    words = " ".join(octoterm("--help").out.split())
    for command in COMMANDS:
        assert f"{command.name} {command.help}" in words


@pytest.mark.parametrize("command", [(), *((command.name,) for command in COMMANDS)])
def test_every_command_tells_its_version_and_its_options(
    octoterm: CommandLine, command: tuple[str, ...]
) -> None:
    version = octoterm(*command, "--version")
    assert (version.exit_code, version.out) == (0, f"octoterm {__version__}\n")
    help_ = octoterm(*command, "--help")
    assert help_.exit_code == 0
    for option in ("--demo", "--config", "--version"):
        assert option in help_.out


@pytest.mark.parametrize(
    "arguments", [("nonsense",), ("--nonsense",), ("sync", "--nonsense"), ("summary", "--from"),
                  ("sync", "--ful"), ("--dem",)]
)  # fmt: skip
def test_a_command_line_that_means_nothing_is_one_or_two_sentences(
    octoterm: CommandLine, arguments: tuple[str, ...]
) -> None:
    result = octoterm(*arguments)
    assert (result.exit_code, result.out) == (2, "")
    assert len(result.err.splitlines()) == 1
    assert "--help`" in result.err


def test_control_characters_of_the_command_line_are_not_repeated(octoterm: CommandLine) -> None:
    result = octoterm("--\x1b[31mred", "summary")
    assert result.exit_code == 2
    assert "\x1b" not in result.err


# Configuration


def test_no_configuration_is_a_sentence_and_exit_code_2(octoterm: CommandLine) -> None:
    for command in ("sync", "summary", "check"):
        result = octoterm(command)
        assert (result.exit_code, result.out) == (2, "")
        assert str(octoterm.here / "config.json") in result.err
        assert "`octoterm --demo`" in result.err


def test_a_wrong_configuration_names_file_and_key_without_a_traceback(
    octoterm: CommandLine,
) -> None:
    path = octoterm.configure({"url": "https://api.octopus.energy", "apikey": "sk_x", "mpan": 5})
    for command in ("sync", "summary", "check"):
        result = octoterm(command)
        assert result.exit_code == 2
        assert str(path) in result.err
        assert '"mpan"' in result.err
        assert "sk_x" not in result.err


def test_a_configuration_that_is_named_and_absent_is_not_replaced(octoterm: CommandLine) -> None:
    octoterm.configure()
    result = octoterm("summary", "--config", "other.json")
    assert result.exit_code == 2
    assert "other.json does not exist" in result.err


def test_warnings_come_on_standard_error_only(octoterm: CommandLine) -> None:
    content = json.loads(octoterm.configure().read_text())
    octoterm.configure({**content, "colour": "pink"}).chmod(0o644)
    result = octoterm("summary", "--format", "json")
    assert (result.exit_code, json.loads(result.out)) == (0, [])
    assert '"colour"' in result.err
    assert "chmod 600" in result.err


def test_the_current_folder_may_be_gone(octoterm: CommandLine) -> None:
    octoterm.here.rmdir()
    result = octoterm("summary")
    assert result.exit_code == 2
    assert "the current folder is gone" in result.err


# A meter by its name


@pytest.mark.parametrize(
    "typed",
    [
        "Heat\u200bing  room",
        "heating room",
        "Heat\N{REPLACEMENT CHARACTER}ing room",
        "HEATING\u00a0ROOM",
        "3000",
        "30 00",
    ],
)
def test_a_meter_is_found_by_the_name_of_the_configuration_and_by_the_one_that_is_shown(
    octoterm: CommandLine, typed: str
) -> None:
    octoterm.configure(two_meters("Heat\u200bing  room"))
    result = octoterm("summary", "--meter", typed)
    assert result.exit_code == 0
    assert "stored yet for Heat\N{REPLACEMENT CHARACTER}ing room" in result.out


def test_a_name_that_was_shortened_is_found_whole_and_as_it_is_shown(
    octoterm: CommandLine,
) -> None:
    octoterm.configure(two_meters("The one " + "very " * 20 + "long"))
    whole = octoterm("summary", "--meter", "the one " + "very " * 20 + "long")
    shown = octoterm("summary", "--meter", ("The one " + "very " * 20)[:59] + "…")
    assert whole.exit_code == shown.exit_code == 0
    assert whole.out == shown.out
    assert "stored yet for The one very" in whole.out


def two_meters(second: str) -> object:
    def meter(name: str, path: str) -> dict[str, str]:
        url = f"https://api.octopus.energy/v1/{path}/consumption"
        return {"name": name, "apikey": "k", "csv": f"{path[:3]}.csv", "url": url}

    return {
        "accounts": [
            meter("Upstairs", "electricity-meter-points/2000/meters/E"),
            meter(second, "gas-meter-points/3000/meters/G"),
        ]
    }


# init and paths


def test_init_template_writes_it_and_says_where_the_values_are(octoterm: CommandLine) -> None:
    result = octoterm("init", "--template")
    path = octoterm.home / ".config" / "octoterm" / "config.json"
    if sys.platform == "linux":
        assert path.stat().st_mode & 0o777 == 0o600
        assert str(path) in result.out
    assert result.exit_code == 0
    assert "Accounts, Personal details, Developer settings" in result.out


def test_init_never_writes_over_a_file(octoterm: CommandLine) -> None:
    octoterm("init", "--template")
    result = octoterm("init", "--template")
    assert (result.exit_code, result.out) == (2, "")
    assert "was left alone" in result.err


def test_init_writes_where_it_is_told(octoterm: CommandLine) -> None:
    assert octoterm("init", "--template", "--config", "mine.json").exit_code == 0
    assert json.loads((octoterm.here / "mine.json").read_text())["url"]


def test_what_init_wrote_is_found_and_called_not_filled_in(octoterm: CommandLine) -> None:
    octoterm("init", "--template")
    result = octoterm("sync")
    assert result.exit_code == 2
    assert "not filled in yet" in result.err


def test_paths_tells_what_is_where_and_whether_it_exists(octoterm: CommandLine) -> None:
    config = octoterm.configure()
    octoterm.store(readings(london_day(date(2024, 6, 1))))
    lines = octoterm("paths").out.splitlines()
    assert [line.split()[0] for line in lines] == [
        "Configuration", "Electricity", "Notes", "Data", "State", "Crash"
    ]  # fmt: skip
    assert lines[0].split()[1:] == [str(config), "exists"]
    assert lines[1].split()[1:] == [str(octoterm.here / "readings.csv"), "exists"]
    assert lines[2].endswith("does not exist")
    assert str(octoterm.home) in lines[2]


def test_paths_needs_no_configuration(octoterm: CommandLine) -> None:
    result = octoterm("paths")
    assert (result.exit_code, result.err) == (0, "")
    assert result.out.splitlines()[0].endswith("does not exist")


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (None, "not filled in yet"),
        ({"url": "x"}, "must begin with https://"),
        ([1], "is not a configuration"),
    ],
    ids=["not filled in", "wrong", "of another kind"],
)
def test_paths_tells_where_a_configuration_is_that_is_wrong_and_what_is_wrong(
    octoterm: CommandLine, content: object, word: str
) -> None:
    path = octoterm.here / "mine.json"
    if content is None:
        octoterm("init", "--template", "--config", path)
    else:
        octoterm.configure(content, path.name)
    result = octoterm("paths", "--config", "mine.json")
    assert result.exit_code == 0
    lines = result.out.splitlines()
    names = [line.split()[0] for line in lines]
    assert names == ["Configuration", "Notes", "Data", "State", "Crash"]
    assert lines[0].split()[1:] == [str(path), "exists"]
    assert word in result.err
    assert len(result.err.splitlines()) == 1


def test_paths_tells_where_a_configuration_was_looked_for_that_is_not_there(
    octoterm: CommandLine,
) -> None:
    result = octoterm("paths", "--config", "mine.json")
    assert result.exit_code == 0
    file, *state = result.out.splitlines()[0].split()[1:]
    assert (file, " ".join(state)) == (str(octoterm.here / "mine.json"), "does not exist")
    assert "mine.json does not exist" in result.err


# Streams


@pytest.fixture
def a_month(octoterm: CommandLine) -> CommandLine:
    octoterm.configure()
    octoterm.store(readings(half_hours("2024-02-01T00:00Z", "2024-03-20T00:00Z")))
    return octoterm


@pytest.mark.extended
def test_a_reader_that_goes_away_is_no_reason_to_complain(a_month: CommandLine) -> None:
    with a_month.start("summary", "--by", "half-hour", "--format", "csv") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith("start,")
        process.stdout.close()
        assert process.stderr.read() == ""
    assert process.returncode == 128 + signal.SIGPIPE


@pytest.mark.slow
def test_a_reader_that_was_never_there_is_none_either(a_month: CommandLine) -> None:
    reading_end, writing_end = os.pipe()
    os.close(reading_end)
    with a_month.start("summary", stdout=writing_end) as process:
        os.close(writing_end)
        _, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (128 + signal.SIGPIPE, "")


@pytest.mark.extended
@pytest.mark.skipif("not __import__('pathlib').Path('/dev/full').exists()")
@pytest.mark.parametrize("by", ["month", *slow("half-hour")])
def test_output_that_cannot_be_written_is_exit_code_3(a_month: CommandLine, by: str) -> None:
    with a_month.start("summary", "--by", by, before="exec >/dev/full") as process:
        _, err = process.communicate(timeout=30)
    assert process.returncode == 3
    assert err == "octoterm: The output cannot be written: No space left on device.\n"


@pytest.mark.extended
@pytest.mark.parametrize("encoding", ["ascii", *slow("latin-1")])
def test_an_output_without_unicode_gets_plain_characters(
    a_month: CommandLine, encoding: str
) -> None:
    with a_month.start("summary", PYTHONIOENCODING=encoding) as process:
        out, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (0, "")
    title = out.splitlines()[0]
    assert title.startswith("Electricity")
    assert title.endswith("1 Feb - 19 Mar 2024")
