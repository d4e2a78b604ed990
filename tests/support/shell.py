"""A home in which examples of the documentation run in a real shell, with the real octoterm."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from tests.support import REPOSITORY

STAND_INS = (
    "apt", "apt-get", "crontab", "curl", "docker", "journalctl", "mail", "ntfy", "sendmail", "ssh",
    "sudo", "systemctl",
)  # fmt: skip
"""Programs that would do something elsewhere, or change the machine."""
RECORDS = """#!/bin/sh
record="$HOME/ran/$(ls "$HOME/ran" | wc -l)"
mkdir "$record"
printf '%s\\0' "${0##*/}" "$@" > "$record/words"
cat > "$record/given"
"""


class Ran(NamedTuple):
    """A program that was run in place of a real one: its name and arguments, and its input."""

    words: list[str]
    given: str


class Shell:
    """Runs scripts. The programs in `STAND_INS`, except the `real` ones, are replaced by programs
    that only record what they were run with."""

    def __init__(self, home: Path, *real: str) -> None:
        self.home = home
        self.programs = home / ".local" / "bin"
        self.programs.mkdir(parents=True)
        (home / "ran").mkdir()
        for name in set(STAND_INS).difference(real):
            self.add(name, RECORDS)
        octoterm = f'#!/bin/sh\nPYTHONPATH={REPOSITORY} exec {sys.executable} -m octoterm "$@"\n'
        self.add("octoterm", octoterm)

    @property
    def path(self) -> str:
        """The value of `PATH`."""
        return f"{self.programs}:/usr/bin:/bin"

    def add(self, name: str, content: str) -> None:
        program = self.programs / name
        program.write_text(content)
        program.chmod(0o755)

    def run(self, script: str, **environ: str) -> str:
        """What it prints, run in the current folder with few variables in its environment, as
        under cron. It must succeed without any error output."""
        done = subprocess.run(
            ["sh", "-e", "-c", script],
            env={"HOME": str(self.home), "PATH": self.path, **environ},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    @property
    def ran(self) -> list[Ran]:
        """The stand-ins that were run, in order."""
        records = sorted((self.home / "ran").iterdir(), key=lambda record: int(record.name))
        return [
            Ran((each / "words").read_text().split("\0")[:-1], (each / "given").read_text())
            for each in records
        ]
