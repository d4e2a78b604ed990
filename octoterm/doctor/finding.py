"""What a check found, and how to remove what identifies a household from it. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from octoterm.config.points import default_file, fit_for_a_file
from octoterm.config.reader import Config
from octoterm.errors import OctotermError
from octoterm.safe_text import clean

USUAL_NAMES = frozenset({"Electricity", "Gas", "Exported", "Net"})
"""Names that octoterm gives to meters, which reveal nothing about a household."""

CORRECT_IT = "Correct that, then run `octoterm doctor` again"


class Status(Enum):
    """How serious a finding is."""

    OK = "ok"
    WARN = "warn"
    FAIL = "FAIL"
    """Readings cannot be fetched, or cannot be stored."""


@dataclass(frozen=True)
class Finding:
    """What one check found."""

    check: str
    """What was checked, in a word or two."""
    status: Status
    message: str
    """A sentence without its full stop, safe to show."""
    remedy: str = ""
    """What can be done; empty if it is ok."""

    @classmethod
    def of(cls, check: str, error: OctotermError, status: Status = Status.FAIL) -> Finding:
        """The finding for an error."""
        return cls(check, status, error.title, error.remedy or CORRECT_IT)


def ok(check: str, message: str) -> Finding:
    """The finding that all is well."""
    return Finding(check, Status.OK, message)


def warn(check: str, message: str, remedy: str) -> Finding:
    """The finding that something may be improved."""
    return Finding(check, Status.WARN, message, remedy)


def without_identities(
    findings: Iterable[Finding],
    config: Config | None,
    *,
    home: str,
    looked_for: Sequence[Path],
    usual: Collection[Path],
) -> tuple[Finding, ...]:
    """The findings with stand-ins for keys, accounts, numbers and names, for publication.

    `home` is the path of the person's home folder, `looked_for` lists where a configuration may
    be, and `usual` the folders that nobody chose.
    """
    files = [*looked_for, *(meter.csv for meter in (config.meters if config else ()))]
    folders = [each for each in dict.fromkeys(file.parent for file in files) if each not in usual]
    stand_ins = _stand_ins(config) | _of_folders(folders) | ({home: "~"} if len(home) > 1 else {})
    if not stand_ins:
        return tuple(findings)
    longest_first = sorted(stand_ins, key=len, reverse=True)
    either = "|".join(map(re.escape, longest_first))
    pattern = re.compile(f"(?<![A-Za-z0-9])(?:{either})(?![A-Za-z0-9])", re.IGNORECASE)
    folded = {text.casefold(): stand_in for text, stand_in in stand_ins.items()}

    def hidden(text: str) -> str:
        shown = config.without_keys(text) if config else text
        return pattern.sub(lambda match: folded.get(match[0].casefold(), "…"), shown)

    return tuple(
        replace(each, message=hidden(each.message), remedy=hidden(each.remedy))
        for each in findings
    )


def _of_folders(folders: Iterable[Path]) -> dict[str, str]:
    below_root = (each for each in folders if each != each.parent)
    return {
        clean(str(folder), 1000): f"folder-{number}"
        for number, folder in enumerate(below_root, start=1)
    }


def _stand_ins(config: Config | None) -> dict[str, str]:
    """Text that identifies a household → its stand-in."""
    found: dict[str, str] = {}
    for number, account in enumerate(config.accounts if config else (), start=1):
        found[account.number] = f"ACCOUNT-{number}"
        if account.name:
            found[account.name] = f"account {number}"
        for given, settings in account.settings:
            found[given] = "MPAN"
            if settings.name:
                found[settings.name] = "a meter"
    points = [point for point in (config.points if config else ()) if not point.is_net]
    for number, point in enumerate(points, start=1):
        found[point.number] = f"MPAN-{number}"
        if point.name not in USUAL_NAMES:
            found[point.name] = f"meter {number}"
        for which, meter in enumerate(point.meters, start=1):
            for written in (meter.serial, fit_for_a_file(meter.serial)):
                found[written] = f"SERIAL-{number}.{which}"
            if meter.csv.name != default_file(meter.mpan, meter.serial):
                found[meter.csv.name] = f"file-{number}.{which}.csv"
    return {text: stand_in for text, stand_in in found.items() if text}
