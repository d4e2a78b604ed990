"""The configuration's JSON, as sections that know where they are when something is wrong."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from octoterm.clean import clean
from octoterm.errors import ConfigError

T = TypeVar("T")
D = TypeVar("D")

WHERE_FOUND = (
    "The API key, MPAN and serial number are on octopus.energy: "
    "Accounts, Personal details, Developer settings"
)
_REMEDIES = dict.fromkeys(("apikey", "mpan", "serial"), WHERE_FOUND)

_READ, _CHANGE = stat.S_IRGRP | stat.S_IROTH, stat.S_IWGRP | stat.S_IWOTH

_LONGEST = 1_000_000
"""Bytes. A configuration is a few hundred: something far longer is another kind of file."""


@dataclass(frozen=True)
class Section:
    """One JSON object of the file."""

    file: str
    """Its path, fit for showing."""
    place: str
    """Where in the file: empty at the top, else ` in account 2`."""
    values: Mapping[str, object]

    def wrong(self, key: str, problem: str, remedy: str = "") -> ConfigError:
        """The error that `key` has this `problem`."""
        title = f'In {self.file}, "{key}"{self.place} {problem}'
        return ConfigError(title, remedy or _REMEDIES.get(key, ""))

    def get(self, key: str, convert: Callable[[object], T], default: D) -> T | D:
        """The converted value of `key`, or `default` if it is absent.

        Raises ConfigError with the words of the ValueError that `convert` raises.
        """
        if key not in self.values:
            return default
        try:
            return convert(self.values[key])
        except ValueError as error:
            raise self.wrong(key, str(error)) from None

    def need(self, key: str, convert: Callable[[object], T]) -> T:
        """The converted value of `key`. Raises ConfigError, also if it is absent."""
        value = self.get(key, convert, None)
        if value is None:
            raise self.wrong(key, "is missing")
        return value

    def sections(self, key: str) -> list[Section]:
        """The objects in the list `key`; none if it is absent. Raises ConfigError."""
        if key not in self.values:
            return []
        items = self.values[key]
        if not isinstance(items, list) or not items:
            raise self.wrong(key, "must be a list of at least one meter")
        if not all(isinstance(item, dict) for item in items):
            raise self.wrong(key, "must be a list of objects in braces, one for each meter")
        return [
            Section(self.file, f" in account {number}", item)
            for number, item in enumerate(items, start=1)
        ]

    def unknown(self, known: frozenset[str]) -> list[str]:
        """At most one warning: that there are keys besides those that are known."""
        keys = [f'"{clean(key, 40)}"' for key in self.values if key not in known]
        if not keys:
            return []
        return [f"In {self.file}, octoterm ignores the unknown {', '.join(keys)}{self.place}."]


def load(path: Path) -> tuple[Section, list[str]]:
    """The whole file, and warnings about it. Raises ConfigError."""
    file = clean(str(path))
    try:
        with path.open("rb") as stream:
            mode = os.fstat(stream.fileno()).st_mode
            data = stream.read(_LONGEST + 1)
    except FileNotFoundError:
        raise ConfigError(f"{file} does not exist", "`octoterm init` writes one") from None
    except OSError as error:
        raise ConfigError(f"{file} cannot be read: {error.strerror}") from None
    warnings = []
    can = [verb for verb, bits in (("read", _READ), ("change", _CHANGE)) if mode & bits]
    if can:
        warnings.append(
            f"Others can {' and '.join(can)} {file}, which is for your API key: chmod 600 it."
        )
    return Section(file, "", _parsed(file, data)), warnings


def _parsed(file: str, data: bytes) -> dict[str, object]:
    def distinct(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found: dict[str, object] = {}
        for key, value in pairs:
            if key in found:
                raise ConfigError(f'In {file}, "{clean(key, 40)}" is there twice')
            found[key] = value
        return found

    try:
        content = json.loads(data.decode("utf-8-sig"), object_pairs_hook=distinct)
    except UnicodeDecodeError:
        raise ConfigError(f"{file} is not text in UTF-8") from None
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise ConfigError(f"{file} is not valid JSON: {error.msg}, {place}") from None
    except (ValueError, RecursionError):  # a number or a nesting past what Python reads
        raise ConfigError(f"{file} is not a configuration") from None
    if len(data) > _LONGEST or not isinstance(content, dict):
        raise ConfigError(f"{file} is not a configuration, which is one object in braces")
    return content
