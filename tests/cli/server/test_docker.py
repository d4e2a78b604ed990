"""The container, as far as it can be told without a Docker engine."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.conftest import CommandLine
from tests.support import REPOSITORY

DOCKERFILE = (REPOSITORY / ".docker" / "Dockerfile").read_text(encoding="utf-8")
SCRIPT = REPOSITORY / ".docker" / "sync-at-hours"


def instructions() -> list[tuple[str, str]]:
    joined = re.sub(r"\\\n\s*", " ", DOCKERFILE)
    lines = (line for line in joined.splitlines() if line and not line.startswith("#"))
    return [tuple(line.split(" ", 1)) for line in lines]  # type: ignore[misc]


def test_all_that_is_copied_is_there_and_not_ignored() -> None:
    kept = [
        line.removeprefix("!")
        for line in (REPOSITORY / ".dockerignore").read_text().splitlines()
        if line.startswith("!")
    ]
    copied = [
        word
        for name, rest in instructions()
        if name == "COPY" and not rest.startswith("--from=")
        for word in shlex.split(rest)[:-1]
    ]
    assert copied
    for path in copied:
        assert (REPOSITORY / path).exists(), path
        assert any(path == each or path.startswith(f"{each}/") for each in kept), path


def test_it_runs_as_a_user_without_rights_with_one_volume() -> None:
    found = dict(instructions())
    assert found["USER"] == "octoterm"
    assert found["VOLUME"] == found["WORKDIR"] == "/data"
    assert "HOME=/data" in found["ENV"]


def test_its_health_is_what_doctor_says(octoterm: CommandLine) -> None:
    check = dict(instructions())["HEALTHCHECK"].partition("CMD ")[2]
    words = re.findall(r'"([^"]+)"', check)
    assert words[0] == "octoterm"
    assert octoterm(*words[1:]).exit_code != 0, "without a configuration"
    octoterm.configure()
    (octoterm.home / ".local").mkdir()
    assert octoterm(*words[1:]).exit_code == 0


# The script, with stand-ins for the programs that it runs

LONDON = ZoneInfo("Europe/London")
SPRING_FORWARD, AUTUMN_BACK = date(2026, 3, 29), date(2026, 10, 25)
is_linux = pytest.mark.skipif(sys.platform != "linux", reason="the container is Linux")


def programs(folder: Path, **scripts: str) -> str:
    """A PATH that has these first."""
    for name, script in scripts.items():
        (folder / name).write_text(f"#!/bin/sh\n{script}\n")
        (folder / name).chmod(0o755)
    return f"{folder}:{os.environ['PATH']}"


def test_it_runs_octoterm_with_the_arguments(tmp_path: Path) -> None:
    path = programs(tmp_path, octoterm='echo "$@"; exit 3')
    done = subprocess.run(
        [SCRIPT, "init", "--account", "A-1"], env={"PATH": path}, capture_output=True, text=True
    )
    assert (done.stdout, done.returncode) == ("init --account A-1\n", 3)


def syncs(folder: Path, day: date, zone: str, sync_exits_with: int) -> list[str]:
    """When the container syncs, by the London clock, if it is started as the day begins and its
    minute is a quarter past; it looks at the clock twice an hour."""
    clock = folder / "clock"
    begins, ends = (
        int(datetime.combine(each, time(), LONDON).timestamp())
        for each in (day, day + timedelta(days=1))
    )
    clock.write_text(f"{begins}\n")
    read = f"read now <{clock}"
    path = programs(
        folder,
        octoterm=f"{read}; echo $now; exit {sync_exits_with}",
        date=f'[ "$1" != +%s ] && exec {shutil.which("date")} "$@"; {read}; echo $now',
        cksum="echo 900 5",
        sleep=f"{read}; echo $((now + 1800)) >{clock}; [ $now -lt {ends} ] || kill $PPID",
    )
    done = subprocess.run(
        [SCRIPT], env={"PATH": path, "TZ": zone}, capture_output=True, text=True, check=True
    )
    return [f"{datetime.fromtimestamp(int(t), LONDON):%H:%M}" for t in done.stdout.split()]


@pytest.mark.extended
@is_linux
@pytest.mark.parametrize(
    ("day", "zone", "sync_exits_with"),
    [(SPRING_FORWARD, "UTC", 0), (date(2026, 7, 1), "Asia/Tokyo", 1), (AUTUMN_BACK, "UTC", 0)],
)
def test_it_syncs_when_it_starts_and_at_hours_of_london(
    tmp_path: Path, day: date, zone: str, sync_exits_with: int
) -> None:
    assert syncs(tmp_path, day, zone, sync_exits_with) == [
        "00:00",
        "07:30",
        "11:30",
        "17:30",
        "21:30",
    ]


@is_linux
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("ends_in", ["octoterm", "sleep"])
def test_it_ends_at_once_and_leaves_nothing_running(
    tmp_path: Path, ends_in: str, number: signal.Signals
) -> None:
    waits = f"echo $0; exec {shutil.which('sleep')} 600"
    path = programs(tmp_path, **{"octoterm": "true", "sleep": "true", ends_in: waits})
    with subprocess.Popen([SCRIPT], env={"PATH": path}, stdout=subprocess.PIPE) as script:
        assert script.stdout
        assert script.stdout.readline().endswith(f"/{ends_in}\n".encode())
        script.send_signal(number)
        assert script.stdout.read() == b""  # ends as the last one that could write has ended
    assert script.returncode == 0
