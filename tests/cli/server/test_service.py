"""`octoterm service`: what has systemd or cron run octoterm."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
from configparser import ConfigParser
from pathlib import Path

import pytest

from octoterm.cli.server.units import HOURS, Job, cron_line, timer, unit
from tests.conftest import CommandLine
from tests.support.docs_page import arguments, each_example, examples
from tests.support.shell import Shell

ODD = Job(
    ("/opt/my tools/octoterm", "sync", "--config", '/home/a/100% $HOME "x"/c\\d.json'),
    "alice",
    ("/home/a/with space", "/home/a/50%"),
    (("XDG_DATA_HOME", "/srv/my data"),),
)
PLAIN = Job(("/usr/bin/octoterm", "sync", "--quiet"), "alice", ("/home/alice/.local/share",))
ANALYZE = shutil.which("systemd-analyze")


def settings(text: str) -> ConfigParser:
    parser = ConfigParser(interpolation=None, strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(text)
    return parser


def test_the_unit_may_write_to_its_folders_only() -> None:
    service = settings(unit(PLAIN))["Service"]
    assert service["ExecStart"] == "/usr/bin/octoterm sync --quiet"
    assert service["User"] == "alice"
    assert service["ProtectSystem"] == "strict"
    assert service["ReadWritePaths"] == "-/home/alice/.local/share"
    assert service["NoNewPrivileges"] == "yes"


def test_what_systemd_would_expand_is_escaped() -> None:
    service = settings(unit(ODD))["Service"]
    assert service["ExecStart"] == (
        r'"/opt/my tools/octoterm" sync --config "/home/a/100%% $$HOME \"x\"/c\\d.json"'
    )
    assert service["ReadWritePaths"] == '"-/home/a/with space" "-/home/a/50%%"'
    assert service["Environment"] == '"XDG_DATA_HOME=/srv/my data"'


def test_the_timer_makes_up_for_what_it_missed_at_a_minute_of_its_own() -> None:
    found = settings(timer(PLAIN))["Timer"]
    assert found["Persistent"] == "true"
    times = found["OnCalendar"].removeprefix("*-*-* ").split(":")
    assert times == [",".join(f"{hour:02}" for hour in HOURS), f"{PLAIN.minute:02}", "00"]
    minutes = {PLAIN._replace(user=f"user{number}").minute for number in range(200)}
    assert len(minutes) > 40


def test_the_line_for_cron_is_one_command_at_the_same_times() -> None:
    minute, hours, *rest = cron_line(ODD).split(" ", 5)
    assert (int(minute), hours) == (ODD.minute, "7,11,17,21")
    assert rest[:3] == ["*", "*", "*"]
    assert "\n" not in rest[3].rstrip("\n")
    words = shlex.split(rest[3].replace("\\%", "%"))
    assert words == ["env", "XDG_DATA_HOME=/srv/my data", *ODD.command]
    assert "%" not in rest[3].replace("\\%", "")


@pytest.mark.extended
@pytest.mark.skipif(ANALYZE is None, reason="systemd-analyze is not installed")
@pytest.mark.parametrize("job", [PLAIN, ODD])
def test_systemd_finds_nothing_wrong(job: Job, tmp_path: Path) -> None:
    assert ANALYZE is not None
    program = tmp_path / "octo term"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    job = job._replace(command=(str(program), *job.command[1:]), user="root")
    (tmp_path / "octoterm.service").write_text(unit(job))
    (tmp_path / "octoterm.timer").write_text(timer(job))
    units = [str(tmp_path / f"octoterm.{kind}") for kind in ("service", "timer")]
    verified = subprocess.run([ANALYZE, "verify", *units], capture_output=True, text=True)
    assert (verified.returncode, verified.stderr) == (0, "")


@pytest.fixture
def home(octoterm: CommandLine) -> CommandLine:
    octoterm.configure()
    return octoterm


def test_the_command_names_this_program_the_configuration_and_its_folders(
    home: CommandLine,
) -> None:
    record = json.loads(home("service", "--json").out)
    assert record.keys() == {"unit", "timer", "cron"}
    service = settings(record["unit"])["Service"]
    program, *words = shlex.split(service["ExecStart"])
    assert Path(program).is_absolute()
    assert words[-4:] == ["sync", "--quiet", "--config", str(home.here / "config.json")]
    writable = [path.removeprefix("-") for path in shlex.split(service["ReadWritePaths"])]
    assert str(home.here) in writable
    assert all(Path(path).is_dir() for path in writable)
    assert "sk_live" not in "".join(record.values())


@pytest.mark.parametrize("name", ["new\nline", "latin-1 \udce9"])
def test_a_folder_that_a_unit_cannot_name_is_refused(
    octoterm: CommandLine, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (octoterm.here / name).mkdir()
    monkeypatch.chdir(octoterm.here / name)
    octoterm.configure(name=f"{name}/config.json")
    for form in ("--unit", "--cron", "--json"):
        result = octoterm("service", form)
        assert (result.exit_code, result.out) == (2, "")
        assert "has a line break, or bytes that are not UTF-8. Use another folder" in result.err


def test_a_configuration_in_its_usual_place_is_not_named(octoterm: CommandLine) -> None:
    usual = octoterm.home / ".config" / "octoterm"
    usual.mkdir(parents=True)
    octoterm.configure().rename(usual / "config.json")
    assert "--config" not in octoterm("service", "--cron").out


@each_example("SERVER", "command")
def test_the_examples_of_the_page_work(home: CommandLine, example: str) -> None:
    assert home(*arguments(example)).exit_code == 0


@pytest.mark.slow
def test_as_on_the_page_both_units_arrive_and_the_timer_is_started(home: CommandLine) -> None:
    write_unit, write_timer = examples("SERVER", "command", "With systemd")
    (start,) = examples("SERVER", "sh", "With systemd")
    shell = Shell(home.home)
    shell.run("\n".join((write_unit, write_timer, start)))
    written, others = shell.ran[:2], shell.ran[2:]
    assert [each.words[:-1] for each in written] == [["sudo", "tee"]] * 2
    texts = {each.words[-1]: settings(each.given) for each in written}
    service = texts["/etc/systemd/system/octoterm.service"]["Service"]
    assert os.access(shlex.split(service["ExecStart"])[0], os.X_OK)
    assert texts["/etc/systemd/system/octoterm.timer"].has_section("Timer")
    assert [" ".join(each.words) for each in others] == [
        "sudo systemctl daemon-reload",
        "sudo systemctl enable --now octoterm.timer",
        "systemctl list-timers octoterm.timer",
        "journalctl -u octoterm",
    ]


def test_without_a_configuration_there_is_nothing_to_run(octoterm: CommandLine) -> None:
    result = octoterm("service")
    assert (result.exit_code, result.out) == (2, "")
