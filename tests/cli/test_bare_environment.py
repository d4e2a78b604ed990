"""An environment that lacks something: a stream, a home, the current folder, room for the demo."""

from __future__ import annotations

import json
import os
import pwd
import subprocess
import sys
import tempfile
from datetime import date
from itertools import product
from pathlib import Path

import pytest

from octoterm.cli import console
from octoterm.errors import ConfigError
from octoterm.storage.folders import Folders
from octoterm.ui.log import report_fault
from tests.conftest import REPOSITORY, CommandLine
from tests.support.households import half_hours, london_day, readings
from tests.support.loopback import ReadingsApi, loopback
from tests.support.slow import one_in, slow
from tests.support.terminals import octoterm as in_terminal

# Streams

CLOSED = ["<&-", ">&-", "2>&-", "<&- >&-", "<&- >&- 2>&-"]
COMMANDS = ["summary", "check", "paths", "init --template", "--help", "--version"]


@pytest.fixture
def stored(octoterm: CommandLine) -> CommandLine:
    octoterm.configure()
    octoterm.store(readings(london_day(date(2024, 6, 1))))
    return octoterm


def with_closed(octoterm: CommandLine, closed: str, *arguments: str) -> tuple[int, str, str]:
    """Exit code, output and complaints of a command whose streams are closed by the shell."""
    with octoterm.start(*arguments, before=f"exec {closed}") as process:
        out, err = process.communicate(timeout=30)
    return process.returncode, out, err


@pytest.mark.extended
@pytest.mark.parametrize(
    ("closed", "command"),
    one_in(8, product(CLOSED, COMMANDS)),
)
def test_what_should_be_said_is_said_or_else_exit_code_3(
    stored: CommandLine, closed: str, command: str
) -> None:
    code, out, err = with_closed(stored, closed, *command.split())
    if ">&-" in closed.split():
        assert (code, out) == (3, "")
        is_told = "octoterm: The output cannot be written: it is closed.\n"
        assert err == ("" if "2>&-" in closed else is_told)
    else:
        assert (code, err) == (0, "")
        assert out


@pytest.mark.extended
@pytest.mark.parametrize(
    ("closed", "command"),
    one_in(7, product(CLOSED, [(), ("--demo",), ("nonsense",), ("summary", "--config", "x")])),
)
def test_a_complaint_and_its_exit_code_are_the_same_without_streams(
    stored: CommandLine, closed: str, command: tuple[str, ...]
) -> None:
    code, out, err = with_closed(stored, closed, *command)
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == ("2>&-" not in closed)


@pytest.mark.extended
@pytest.mark.parametrize("encoding", ["utf-8", *slow("ascii")])
@pytest.mark.parametrize(
    "arguments",
    [("note", "2024-06-01"), *slow(("summary", "--meter"), ("export", "--push"), ("--config",))],
)
def test_bytes_that_are_no_text_are_refused_in_words(
    stored: CommandLine, arguments: tuple[str, ...], encoding: str
) -> None:
    with stored.start(*arguments, "caf\udce9", PYTHONIOENCODING=encoding) as process:
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (2, "")
    assert err.startswith("octoterm: ")
    assert len(err.splitlines()) == 1


@pytest.mark.extended
def test_with_nothing_to_say_a_closed_output_is_no_matter(stored: CommandLine) -> None:
    with loopback(ReadingsApi({})) as server:
        content = json.loads((stored.here / "config.json").read_text())
        stored.configure({**content, "url": server.origin})
        assert with_closed(stored, ">&-", "sync", "--quiet")[0] == 0


@pytest.mark.extended
def test_progress_and_warnings_go_neither_into_the_output_nor_into_the_readings(
    stored: CommandLine,
) -> None:
    day = half_hours("2024-06-01T23:00Z", "2024-06-02T23:00Z")
    with loopback(ReadingsApi(dict.fromkeys(day, 0.5))) as server:
        content = json.loads((stored.here / "config.json").read_text())
        stored.configure({**content, "url": server.origin, "colour": "pink"})
        code, out, _ = with_closed(stored, "2>&-", "sync", "--json")
    assert code == 0
    assert [end["new"] for end in json.loads(out)] == [48]
    assert len((stored.here / "readings.csv").read_text().splitlines()) == 1 + 96


@pytest.mark.parametrize("closed", ["<&-", *slow(*CLOSED[1:])])
def test_no_file_is_opened_in_the_place_of_a_stream(tmp_path: Path, closed: str) -> None:
    file = tmp_path / "numbers"
    program = (
        "from octoterm.cli import console\n"
        "console.prepare()\n"
        f"with open({str(file)!r}, 'w') as file:\n"
        "    file.write(str(file.fileno()))\n"
    )
    subprocess.run(
        ["sh", "-c", f'exec "$@" {closed}', "sh", sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        check=True,
    )
    assert int(file.read_text()) > 2


@pytest.mark.skipif("not __import__('pathlib').Path('/dev/full').exists()")
def test_complaints_that_cannot_be_written_change_no_exit_code(stored: CommandLine) -> None:
    assert with_closed(stored, "2>/dev/full", "nonsense")[0] == 2


@pytest.mark.skipif("not __import__('pathlib').Path('/dev/full').exists()")
@pytest.mark.parametrize("command", [("--help",), *slow(("sync", "--help"), ("--version",))])
def test_help_that_cannot_be_written_is_exit_code_3(
    stored: CommandLine, command: tuple[str, ...]
) -> None:
    code, _, err = with_closed(stored, ">/dev/full", *command)
    assert (code, err) == (3, "octoterm: The output cannot be written: No space left on device.\n")


@pytest.mark.extended
@pytest.mark.parametrize("closed", [">&-", *slow("<&-", "<&- >&- 2>&-")])
def test_the_dashboard_needs_its_input_and_its_output(tmp_path: Path, closed: str) -> None:
    with in_terminal("--demo", folder=tmp_path, shell=f'exec "$@" {closed}') as terminal:
        assert terminal.leave() == 2
        is_told = b"The dashboard needs a terminal" in terminal.output
        assert is_told == ("2>&-" not in closed)
        assert len(terminal.output.splitlines()) == is_told


@pytest.mark.parametrize(
    "before",
    ["mkdir gone; cd gone; rmdir ../gone", *slow("exec 2>&-")],
    ids=["current folder", "stderr"],
)
@pytest.mark.slow
def test_the_dashboard_needs_neither_standard_error_nor_a_current_folder(
    tmp_path: Path, before: str
) -> None:
    with in_terminal("--demo", folder=tmp_path, shell=f'{before}; exec "$@"') as terminal:
        terminal.shows("Total")
        terminal.press(b"q")
        assert terminal.leave() == 0
        assert terminal.is_restored, terminal.leftovers


# The home folder


@pytest.fixture
def homeless(stored: CommandLine, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """As with `docker run --user 12345`: no $HOME, and nobody by this number."""

    def nobody(number: int) -> pwd.struct_passwd:
        raise KeyError(f"getpwuid(): uid not found: {number}")

    monkeypatch.delenv("HOME")
    monkeypatch.setattr(pwd, "getpwuid", nobody)
    return stored


@pytest.mark.parametrize(
    "command",
    [
        ("summary",),
        ("summary", "--config", "config.json"),
        ("check",),
        *slow(("--demo", "profile"), ("--demo", "sync", "--json")),
        ("init", "--template", "--config", "mine.json"),
        ("--help",),
    ],
)
def test_who_needs_no_home_folder_has_no_need_of_one(
    homeless: CommandLine, command: tuple[str, ...]
) -> None:
    result = homeless(*command)
    assert result.exit_code == 0
    assert "home" not in result.err


@pytest.mark.parametrize("command", ["summary", "check"])
def test_nor_is_one_needed_to_say_that_nothing_is_stored(
    homeless: CommandLine, command: str
) -> None:
    homeless.store([])
    result = homeless(command)
    assert (result.exit_code, result.err) == (0, "")
    assert "Nothing is stored yet" in result.out


@pytest.mark.parametrize("command", ["paths", "init", "sync"])
def test_where_a_home_folder_is_needed_one_is_asked_for(
    homeless: CommandLine, command: str
) -> None:
    result = homeless(command)
    assert (result.exit_code, result.out) == (2, "")
    assert result.err.startswith("octoterm: There is no home folder. Set HOME, or XDG_CONFIG_HOME")
    assert len(result.err.splitlines()) == 1


def test_the_dashboard_asks_for_a_home_folder_too(
    homeless: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console, "is_terminal", lambda _: True)
    monkeypatch.setenv("TERM", "xterm-256color")
    (homeless.here / "config.json").unlink()
    result = homeless()
    assert result.exit_code == 2
    assert "There is no home folder" in result.err


@pytest.mark.usefixtures("homeless")
def test_a_fault_of_our_own_is_told_where_there_is_no_place_for_a_log(tmp_path: Path) -> None:
    folders = Folders.inside(tmp_path).with_log_of(Folders.of_user())
    told = report_fault(RuntimeError("it broke"), folders, str)
    assert "Your readings are safe. The details could not be written down." in told


def test_readings_in_the_data_folder_need_it(homeless: CommandLine) -> None:
    content = json.loads((homeless.here / "config.json").read_text())
    del content["csv"]
    homeless.configure(content)
    assert homeless("summary").exit_code == 2


@pytest.mark.skipif("sys.platform != 'linux'")
def test_the_folders_of_the_environment_will_do(
    homeless: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(homeless.here / name))
    result = homeless("paths")
    assert result.exit_code == 0
    assert str(homeless.here / "STATE") in result.out


@pytest.mark.usefixtures("homeless")
def test_a_home_that_depends_on_the_current_folder_is_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HOME", "somewhere/here")
    with pytest.raises(ConfigError, match="There is no home folder"):
        _ = Folders.of_user().state


# The current folder


@pytest.fixture
def adrift(octoterm: CommandLine) -> CommandLine:
    """In a folder that somebody else has deleted."""
    octoterm.here.rmdir()
    return octoterm


def elsewhere(octoterm: CommandLine) -> Path:
    """A configuration in another folder, beside its readings."""
    there = CommandLine(octoterm.home, octoterm.home, octoterm.capsys)
    there.store(readings(london_day(date(2024, 6, 1))))
    return there.configure()


def test_a_configuration_that_is_named_in_full_needs_no_current_folder(
    adrift: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = elsewhere(adrift)
    assert "1 Jun 2024" in adrift("summary", "--config", path).out
    assert str(path) in adrift("paths", "--config", "~/config.json").out
    monkeypatch.setenv("OCTOTERM_CONFIG", str(path))
    assert "1 Jun 2024" in adrift("summary").out


def test_without_one_the_usual_folder_is_looked_into(adrift: CommandLine) -> None:
    assert adrift("init", "--template").exit_code == 0
    assert "not filled in yet" in adrift("summary").err


@pytest.mark.parametrize("command", ["summary", "init"])
def test_a_name_in_a_folder_that_is_gone_is_called_that(adrift: CommandLine, command: str) -> None:
    result = adrift(command, "--config", "mine.json")
    assert result.exit_code == 2
    assert "mine.json is in the current folder, which does not exist any more" in result.err


def test_the_demo_needs_no_current_folder(adrift: CommandLine) -> None:
    assert adrift("--demo", "paths").exit_code == 0


# A folder for the demo


def test_the_demo_without_a_temporary_folder_says_what_it_needs(
    octoterm: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = octoterm.here / "file"
    file.touch()
    monkeypatch.setattr(tempfile, "_candidate_tempdir_list", lambda: [str(file)])
    monkeypatch.setattr(tempfile, "tempdir", None)
    result = octoterm("--demo", "summary")
    assert (result.exit_code, result.out) == (3, "")
    assert result.err.startswith("octoterm: The demo needs a temporary folder")
    assert "Set TMPDIR" in result.err
    assert len(result.err.splitlines()) == 1
