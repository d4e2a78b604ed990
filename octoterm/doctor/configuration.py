"""Checks of the configuration: which file was read and why, and what is odd in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from octoterm.config.reader import Config
from octoterm.doctor.finding import Finding, ok, warn
from octoterm.household.meter import SMETS, UNIT_KWH, how_to_set_the_unit
from octoterm.safe_text import clean
from octoterm.storage.folders import Folders

OTHERS_CAN = "Other users can"
"""The beginning of a warning about the file's access rights."""


def of_configuration(
    config: Config, named: Path | None, folders: Folders, environ: Mapping[str, str]
) -> Iterator[Finding]:
    """The findings about the configuration that was read; `named` is the path in --config."""
    yield ok("configuration", f"{_path(config)}: {_why(config, named, folders, environ)}")
    rights = [each for each in config.warnings if each.startswith(OTHERS_CAN)]
    others = [each for each in config.warnings if each not in rights]
    for warning in rights:
        message, _, remedy = warning.rstrip(".").partition(". ")
        yield warn("permissions", message, remedy)
    if config.path is not None and not rights:
        yield ok("permissions", "only you can read the configuration")
    for warning in others:
        yield warn("settings", warning.rstrip("."), "Correct it, or take it out")
    if not others:
        yield ok("settings", "all of them are known")
    for point in config.points:
        newest = point.newest
        if newest is None or point.is_net:
            continue
        if newest.is_unit_assumed:
            yield warn(
                "gas unit",
                f"nothing says what {point.name} counts in, so kWh is assumed",
                f"{SMETS}: {how_to_set_the_unit(point.number)}, or the same with {UNIT_KWH}",
            )
        elif newest.unit != UNIT_KWH:
            assumed = "" if newest.calorific_values else ", which is assumed"
            yield ok("gas unit", f"{point.name}: {newest.unit_in_words}{assumed}")


def _path(config: Config) -> str:
    return clean(str(config.path), 1000) if config.path else "the demo's own"


def _why(config: Config, named: Path | None, folders: Folders, environ: Mapping[str, str]) -> str:
    if config.path is None:
        return "--demo"
    if named is not None:
        return "--config names it"
    if environ.get("OCTOTERM_CONFIG"):
        return "$OCTOTERM_CONFIG names it"
    if config.path == folders.config_file:
        return "it is the usual one, as there is none in the current folder"
    return "it is in the current folder"
