"""Reads the configuration's JSON into sections, whose errors name their place in the file."""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple, TypeVar

from octoterm.config.keys import (
    ACCOUNT_KEYS,
    IDENTIFYING_KEYS,
    TOP_KEYS,
    known_key,
    nearest,
    quoted,
)
from octoterm.errors import ConfigError
from octoterm.household.api_key import PAGES
from octoterm.safe_text import clean, is_utf_8

T = TypeVar("T")
D = TypeVar("D")

WHERE_FOUND = f"The API key, MPAN and serial number are on octopus.energy: {', '.join(PAGES)}"
_REMEDIES = dict.fromkeys(("apikey", "mpan", "mprn", "serial"), WHERE_FOUND) | {
    "account": "The account number is on every bill and email, such as A-1A2B3C4D"
}

_READ, _CHANGE = stat.S_IRGRP | stat.S_IROTH, stat.S_IWGRP | stat.S_IWOTH

_LONGEST = 1_000_000
"""Bytes; a configuration has a few hundred, so a longer file is something else."""


class Section(NamedTuple):
    """One JSON object of the file."""

    file: str
    """The file's path, safe to show."""
    place: str
    """The place in the file: empty at the top level, otherwise ` in account 2`."""
    values: Mapping[str, object]
    """Key → value; keys are spelt as octoterm knows them, unknown ones as written."""
    written: Mapping[str, str]
    """Key as in `values` → key as written in the file."""

    @classmethod
    def of(cls, file: str, place: str, content: Mapping[str, object]) -> Section:
        """The section for `content`. Raises ConfigError if two keys mean the same but differ."""
        values: dict[str, object] = {}
        written: dict[str, str] = {}
        for key, value in content.items():
            known = known_key(key)
            if known in values and values[known] != value:
                both = f"{quoted(written[known])} and {quoted(key)}"
                raise ConfigError(
                    f"In {file}, {both}{place} mean the same but differ", "Keep the right one"
                )
            values[known], written[known] = value, key
        return cls(file, place, values, written)

    def wrong(self, key: str, problem: str, remedy: str = "") -> ConfigError:
        """The error for this `problem` with `key`."""
        shown = quoted(self.written.get(key, key))
        title = f"In {self.file}, {shown}{self.place} {problem}"
        return ConfigError(title, remedy or _REMEDIES.get(key, ""))

    def get(self, key: str, convert: Callable[[object], T], default: D) -> T | D:
        """The converted value of `key`, or `default` if it is absent.

        Raises ConfigError with the message of the ValueError that `convert` raises.
        """
        if key not in self.values:
            return default
        try:
            return convert(self.values[key])
        except ValueError as error:
            raise self.wrong(key, str(error)) from None

    def need(
        self,
        key: str,
        convert: Callable[[object], T],
        remedy: str = "",
        known: frozenset[str] = frozenset(),
    ) -> T:
        """The converted value of `key`. Raises ConfigError; if the key is absent, with a similar
        key that is not `known` there, or with `remedy` if there is none."""
        value = self.get(key, convert, None)
        if value is None:
            near = nearest(key, self.written.values(), known)
            change = f'{quoted(near)} is there: call it "{key}"' if near else remedy
            raise self.wrong(key, "is missing", change)
        return value

    def sections(self, key: str) -> list[Section]:
        """The objects in the list `key`, `accounts` or `meters`; empty if it is absent. Raises
        ConfigError."""
        if key not in self.values:
            return []
        items = self.values[key]
        if not isinstance(items, list) or not items:
            raise self.wrong(key, "must be a list of at least one meter")
        if not all(isinstance(item, dict) for item in items):
            raise self.wrong(key, "must be a list of objects in braces, one for each meter")
        inside = f" of{self.place.removeprefix(' in')}" if self.place else ""
        return [
            Section.of(self.file, f" in {key.removesuffix('s')} {number}{inside}", item)
            for number, item in enumerate(items, start=1)
        ]

    def objects(self, key: str) -> list[Section]:
        """The object that is the value of `key`, or the objects in its list, without the rest."""
        value = self.values.get(key)
        shown = quoted(self.written.get(key, key))
        if isinstance(value, dict):
            return [Section.of(self.file, f" in {shown}{self.place}", value)]
        items = value if isinstance(value, list) else []
        return [
            Section.of(self.file, f" in entry {number} of {shown}{self.place}", item)
            for number, item in enumerate(items, start=1)
            if isinstance(item, dict)
        ]

    def list_of_objects(self) -> str | None:
        """The first key that holds objects but is not a list of `accounts`; None without one."""
        known = (TOP_KEYS | ACCOUNT_KEYS) - {"meters"}
        return next(
            (
                key
                for key, value in self.values.items()
                if key not in known and _holds_objects(value)
            ),
            None,
        )

    def unknown(self, known: frozenset[str]) -> list[str]:
        """A warning if there are keys that are not `known`; otherwise empty."""
        unknown = [key for key in self.values if key not in known]
        keys = [quoted(self.written[key]) for key in unknown]
        if not keys:
            return []
        settings = "setting" if len(keys) == 1 else "settings"
        warning = f"In {self.file}, unknown {settings} {', '.join(keys)}{self.place} ignored"
        meant = [
            f'"{key}"'
            for key in sorted(known - IDENTIFYING_KEYS - self.values.keys())
            if nearest(key, unknown)
        ]
        return [f"{warning} (did you mean {' and '.join(meant)}?)" if meant else f"{warning}."]


def _holds_objects(value: object) -> bool:
    items = list(value.values()) if isinstance(value, dict) else value
    return isinstance(items, list) and any(isinstance(item, dict) for item in items)


def load(path: Path) -> tuple[Section, list[str]]:
    """The top level of the file, and warnings about the file. Raises ConfigError."""
    file = clean(str(path))
    try:
        mode, data = _read(path)
    except FileNotFoundError:
        raise ConfigError(f"{file} does not exist", "`octoterm init` creates one") from None
    except OSError as error:
        raise ConfigError(f"{file} cannot be read: {error.strerror}") from None
    warnings = []
    can = [verb for verb, bits in (("read", _READ), ("change", _CHANGE)) if mode & bits]
    if can:
        warnings.append(
            f"Other users can {' and '.join(can)} {file}, which holds your API key. "
            f"Run: chmod 600 {file}"
        )
    return Section.of(file, "", _parsed(file, data)), warnings


def is_of_another_program(path: Path) -> bool:
    """Whether the file at `path` does not look like octoterm's configuration at all.

    False for a file that cannot be read, as it may be octoterm's.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return True
        _, data = _read(path)
    except OSError:
        return False
    if len(data) > _LONGEST:
        return True
    text = data.decode(json.detect_encoding(data), "replace")
    try:
        content = _content("", text, dict)
    except (ConfigError, ValueError, RecursionError):
        content = dict.fromkeys(re.findall(r"[\w-]+", text))
    return not (isinstance(content, dict) and IDENTIFYING_KEYS & set(map(known_key, content)))


def _read(path: Path) -> tuple[int, bytes]:
    """The file's mode and content. Raises OSError."""
    with path.open("rb") as stream:
        return os.fstat(stream.fileno()).st_mode, stream.read(_LONGEST + 1)


def _parsed(file: str, data: bytes) -> dict[str, object]:
    def distinct(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found: dict[str, object] = {}
        for key, value in pairs:
            if key in found:
                raise ConfigError(f"In {file}, {quoted(key)} appears twice")
            if not is_utf_8(json.dumps([key, value], ensure_ascii=False)):
                raise ConfigError(
                    f"In {file}, {quoted(key)} has half a character, such as \\ud83d by itself",
                    "Write the whole character, or leave it out",
                )
            found[key] = value
        return found

    if len(data) > _LONGEST:
        raise ConfigError(f"{file} is not a configuration: it is too long")
    try:
        content = _content(file, data.decode(json.detect_encoding(data)), distinct)
    except UnicodeDecodeError:
        raise ConfigError(f"{file} is not text in UTF-8") from None
    except (ValueError, RecursionError):  # a number too long, or nesting too deep, for Python
        raise ConfigError(f"{file} is not a configuration") from None
    if not isinstance(content, dict):
        raise ConfigError(f"{file} is not a configuration, which is one object in braces")
    return content


def _content(
    file: str, text: str, make_object: Callable[[list[tuple[str, object]]], object]
) -> object:
    """The value of the JSON, which may have small mistakes.

    Raises ConfigError, and ValueError or RecursionError beyond Python's own limits.
    """
    try:
        return json.loads(text, object_pairs_hook=make_object)
    except json.JSONDecodeError:
        from octoterm.config import lenient_json

        try:
            return lenient_json.parse(text, make_object)
        except lenient_json.JsonMistake as mistake:
            raise ConfigError(f"{file} is not valid JSON: {mistake}") from None
