"""`octoterm doctor`: whether readings can come and be kept, one line for each check."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from octoterm.cli import console, signals
from octoterm.cli.arguments import Arguments
from octoterm.cli.source import open_source
from octoterm.config.reader import Config
from octoterm.doctor.configuration import of_configuration
from octoterm.doctor.files import of_files
from octoterm.doctor.finding import Finding, Status, without_identities
from octoterm.doctor.machine import Terminal, of_folders, of_terminal, of_versions
from octoterm.errors import ConfigError, OctotermError
from octoterm.session.source import Source
from octoterm.storage.folders import Folders, current_folder


def run(asked: Arguments) -> int:
    """Print what was found; returns 1 if readings cannot come or cannot be kept."""
    config, findings = _examine(asked)
    if asked.report:
        findings = without_identities(
            findings,
            config,
            home=str(Path(os.environ.get("HOME", ""))),
            looked_for=[*_looked_for(asked)],
            usual=[*_usual_folders()],
        )
    if asked.json:
        console.say(json.dumps([_record(each) for each in findings], indent=2))
    else:
        console.say("\n".join(_lines(findings)))
    return 1 if any(each.status is Status.FAIL for each in findings) else 0


def _looked_for(asked: Arguments) -> Iterator[Path]:
    """Where a configuration may be that the user chose."""
    try:
        here = current_folder()
    except OctotermError:
        here = Path("/")
    for each in (asked.config, os.environ.get("OCTOTERM_CONFIG"), "config.json"):
        if each:
            yield here / each


def _usual_folders() -> Iterator[Path]:
    """Where octoterm keeps files unless another place was chosen."""
    folders = Folders.of_user()
    for name in ("config", "data", "state"):
        with suppress(ConfigError):
            yield getattr(folders, name)


def _examine(asked: Arguments) -> tuple[Config | None, tuple[Finding, ...]]:
    """The configuration, None if it could not be read, and everything that was found."""
    found: list[Finding] = []
    config = None
    try:
        with open_source(asked) as source:
            config = source.config
            found += _of_source(source, asked)
            if config is not None and not asked.offline:
                config, said = _of_api(source, config)
                found += said
    except ConfigError as error:
        found.append(Finding.of("configuration", error))
        found += of_folders(Folders.of_user())
    found += [of_terminal(_terminal()), of_versions()]
    return config, tuple(found)


def _of_source(source: Source, asked: Arguments) -> Iterator[Finding]:
    config, folders = source.config, source.folders
    if source.missing is not None:
        yield Finding.of("configuration", source.missing)
    if config is not None:
        yield from of_configuration(config, asked.config, folders, os.environ)
    yield from of_folders(folders)
    if config is not None:
        try:
            state = folders.state
        except ConfigError:
            state = None
        yield from of_files(config, state, time.time())


def _of_api(source: Source, config: Config) -> tuple[Config, list[Finding]]:
    """The configuration with the meters of its accounts, and what the API said."""
    from octoterm.doctor.api import ApiChecks

    checks = ApiChecks(config, source.connect())

    async def ask() -> list[Finding]:
        return [finding async for finding in checks.findings()]

    try:
        found = signals.run(ask())
    except OctotermError as error:
        found = [Finding.of("API", error)]
    return checks.config, found


def _terminal() -> Terminal:
    size = shutil.get_terminal_size()
    encoding = getattr(sys.stdout, "encoding", None) or ""
    return Terminal(
        is_terminal=console.is_terminal(sys.stdout),
        name=os.environ.get("TERM", ""),
        columns=size.columns,
        rows=size.lines,
        colours=os.environ.get("COLORTERM", ""),
        is_utf_8=encoding.lower().replace("-", "") == "utf8",
    )


def _lines(findings: Sequence[Finding]) -> Iterator[str]:
    width = max(len(each.check) for each in findings)
    for each in findings:
        yield f"{each.status.value:<4}  {each.check:<{width}}  {each.message}"
        if each.status is not Status.OK and each.remedy:
            yield f"{'':<6}{'':<{width}}  {each.remedy}"


def _record(finding: Finding) -> dict[str, object]:
    return {
        "check": finding.check,
        "status": finding.status.value,
        "message": finding.message,
        "remedy": finding.remedy,
    }
