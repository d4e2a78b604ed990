"""The user's own themes: `themes/NAME.toml` in the configuration's folder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

from textual.color import Color, ColorParseError
from textual.theme import BUILTIN_THEMES, Theme

from octoterm.errors import OctotermError
from octoterm.safe_text import clean
from octoterm.storage.folders import Folders
from octoterm.storage.private_file import read_private
from octoterm.ui.settings import themes_folder

COLOURS = (
    "primary", "secondary", "warning", "error", "success", "accent", "foreground", "background",
    "surface", "panel", "boost",
)  # fmt: skip
OTHERS = {"dark": bool, "luminosity_spread": float, "text_alpha": float, "variables": dict}
"""Other settings of a theme, and their types."""


def themes_in(folders: Folders) -> tuple[list[Theme], list[str]]:
    """The themes, and what is wrong with those that cannot be used, in sentences."""
    themes: list[Theme] = []
    faults: list[str] = []
    for path in _files(folders):
        try:
            themes.append(_theme(path))
        except (ValueError, OSError) as error:
            name = clean(path.name, 60)
            faults.append(f"The theme {name} cannot be used: {clean(str(error), 160)}.")
    return themes, faults


def theme_names(folders: Folders) -> list[str]:
    """The names of all themes that can be chosen."""
    return [*BUILTIN_THEMES, *(theme.name for theme in themes_in(folders)[0])]


def _files(folders: Folders) -> Iterator[Path]:
    try:
        yield from sorted(themes_folder(folders).glob("*.toml"))
    except (OSError, OctotermError):
        return


def _theme(path: Path) -> Theme:
    """Raises ValueError, with words for people, and OSError."""
    import tomllib  # most people have no theme of their own

    try:
        said = tomllib.loads(read_private(path).decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"it is not TOML: {error}") from None
    known = {field.name for field in fields(Theme)} & {*COLOURS, *OTHERS}
    for key, value in said.items():
        if key not in known:
            raise ValueError(f"{key!r} is unknown; it can have {', '.join(sorted(known))}")
        _check(key, value)
    if "primary" not in said:
        raise ValueError("it has no primary colour")
    name = clean(path.stem, 40)
    return Theme(name=name, **said)


def _check(key: str, value: object) -> None:
    """Raises ValueError if `value` is not valid for `key`."""
    if key in COLOURS:
        try:
            Color.parse(value if isinstance(value, str) else "")
        except ColorParseError:
            raise ValueError(f"{key} is not a colour such as #1e90ff or steelblue") from None
        return
    kind = OTHERS[key]
    if not isinstance(value, (int, float) if kind is float else kind):
        raise ValueError(f"{key} must be {'a number' if kind is float else kind.__name__}")
    if isinstance(value, dict) and not all(isinstance(each, str) for each in value.values()):
        raise ValueError(f"{key} must hold texts")
