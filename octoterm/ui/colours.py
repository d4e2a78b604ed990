"""Colours by meaning, as style sheet variables that are the same in every view."""

from __future__ import annotations

from collections.abc import Mapping


def meanings(theme: Mapping[str, str]) -> dict[str, str]:
    """The colours of a theme, by meaning: `$missing` is a half hour or a day without readings."""
    return {"missing": theme["error"]}
