"""`octoterm service`: a systemd unit and timer, or a crontab line, that sync by themselves."""

from __future__ import annotations

import json
import os
import pwd
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from octoterm.cli import console
from octoterm.cli.arguments import Arguments, refuse_beside
from octoterm.cli.server.units import Job, both, cron_line, timer, unit
from octoterm.cli.source import config_of, find_configuration, open_source
from octoterm.config.reader import Config
from octoterm.errors import UsageError
from octoterm.safe_text import clean, is_one_line
from octoterm.session.source import Source
from octoterm.storage.folders import Folders

FOLDER = "/etc/systemd/system"
FOLDER_VARIABLES = ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME")
"""Variables that say where octoterm's folders are."""


def run(asked: Arguments) -> int:
    """Print it. Raises OctotermError."""
    if asked.demo:
        raise UsageError("The demo has nothing to sync", "Leave out --demo")
    if asked.format == "json":
        one = {"--systemd": asked.systemd, "--unit": asked.unit, "--timer": asked.timer}
        refuse_beside("--json, which prints all of them", {**one, "--cron": asked.cron})
    with open_source(asked) as source:
        job = _job(asked, source, config_of(source))
    if asked.format == "json":
        said = json.dumps({"unit": unit(job), "timer": timer(job), "cron": cron_line(job)})
    elif asked.cron:
        said = cron_line(job)
    elif asked.unit or asked.timer:
        said = unit(job) if asked.unit else timer(job)
    else:
        said = "\n".join(both(job, FOLDER))
    console.say(said.rstrip("\n"))
    return 0


def _job(asked: Arguments, source: Source, config: Config) -> Job:
    """The job. Raises UsageError if one of its texts cannot be written in a unit or a crontab."""
    job = Job(
        (*_program(), "sync", "--quiet", *_configuration(asked, source.folders)),
        _user(),
        tuple(dict.fromkeys(map(str, _written(source.folders, config)))),
        tuple((name, os.environ[name]) for name in FOLDER_VARIABLES if os.environ.get(name)),
    )
    for text in (*job.command, *job.written, *(value for _, value in job.environment)):
        if not is_one_line(text):
            raise UsageError(
                f"{clean(text)} has a line break, or bytes that are not UTF-8",
                "Use another folder or name: systemd and cron cannot be told of this one",
            )
    return job


def _program() -> tuple[str, ...]:
    """The installed program beside this Python, or otherwise the first on the path."""
    beside = Path(sys.executable).with_name("octoterm")
    if beside.is_file():
        return (str(beside),)
    found = shutil.which("octoterm")
    return (str(Path(found).absolute()),) if found else (sys.executable, "-m", "octoterm")


def _configuration(asked: Arguments, folders: Folders) -> tuple[str, ...]:
    """The option that names the configuration, unless it is in its usual folder."""
    path = find_configuration(asked, folders).path
    return () if path == folders.config_file else ("--config", str(path.absolute()))


def _written(folders: Folders, config: Config) -> Iterator[Path]:
    """The folders that a sync writes to, or the nearest ones above them that exist."""
    csvs = [meter.csv.parent for point in config.points for meter in point.all_meters]
    for folder in (folders.data, folders.state, folders.log, *csvs):
        there = folder
        while not there.exists() and there != there.parent:
            there = there.parent
        yield there


def _user() -> str:
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:  # as in a container
        return str(os.getuid())
