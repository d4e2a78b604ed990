"""The container, as far as it can be told without a Docker engine."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from pathlib import Path

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
        if name == "COPY"
        for word in shlex.split(rest)[:-1]
        if not word.startswith("--")
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


def run(folder: Path, *words: str) -> str:
    """What the script runs: a stand-in for octoterm writes its arguments down."""
    programs = folder / "bin"
    programs.mkdir(exist_ok=True)
    log = folder / "log"
    stand_in = programs / "octoterm"
    stand_in.write_text(f'#!/bin/sh\necho "$@" >> {log}\n')
    (programs / "sleep").write_text("#!/bin/sh\nkill -TERM $PPID\n")
    for program in programs.iterdir():
        program.chmod(0o755)
    path = f"{programs}:{os.environ['PATH']}"
    subprocess.run([SCRIPT, *words], env={"PATH": path, "TZ": "UTC"}, check=True, timeout=30)
    return log.read_text()


def test_it_syncs_when_it_starts_and_runs_what_it_is_asked_for(tmp_path: Path) -> None:
    assert run(tmp_path) == "sync --quiet\n"
    (tmp_path / "log").unlink()
    assert run(tmp_path, "init", "--account", "A-1") == "init --account A-1\n"
