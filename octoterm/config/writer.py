"""Writes configurations that only their owner can read, and never over another one."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from octoterm.errors import ConfigError
from octoterm.household.api_key import ApiKey
from octoterm.household.meter import UNIT_CUBIC_METRES
from octoterm.safe_text import clean
from octoterm.storage.file_errors import as_unwritable
from octoterm.storage.private_file import create_private
from octoterm.storage.private_folder import make_private_folder


class AccountSettings(NamedTuple):
    """What a configuration says about an account."""

    number: str
    api_key: ApiKey
    url: str
    """The origin of the API, and its path; empty for the supplier's."""
    gas: tuple[tuple[str, str, float], ...]
    """MPRN, unit and calorific value of each gas meter point."""


def write_account(path: Path, settings: AccountSettings) -> None:
    """Write the configuration of an account. Raises ConfigError if the file exists, Unwritable if
    it cannot be written."""
    content: dict[str, object] = {"url": settings.url} if settings.url else {}
    content |= {"apikey": settings.api_key.reveal(), "account": settings.number}
    if settings.gas:
        content["meters"] = [
            {"mprn": mprn, "unit": unit}
            | ({"calorific_value": value} if unit == UNIT_CUBIC_METRES else {})
            for mprn, unit, value in settings.gas
        ]
    _create(path, json.dumps(content, indent=4) + "\n")


def write_template(path: Path) -> None:
    """Write a configuration to fill in. Raises ConfigError if the file exists, Unwritable if it
    cannot be written."""
    _create(path, Path(__file__).with_name("config-template.json").read_text(encoding="utf-8"))


def refuse_existing(path: Path) -> None:
    """Raises ConfigError if there is something at `path`, Unwritable if that cannot be checked."""
    with as_unwritable(path), suppress(FileNotFoundError, NotADirectoryError):
        path.lstat()
        raise _exists(path)


def _create(path: Path, text: str) -> None:
    with as_unwritable(path):
        make_private_folder(path.parent)
        try:
            create_private([path], text)
        except FileExistsError:
            raise _exists(path) from None


def _exists(path: Path) -> ConfigError:
    return ConfigError(f"{clean(str(path))} already exists and was left alone")
