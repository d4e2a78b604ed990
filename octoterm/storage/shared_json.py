"""Reads small JSON files that several processes share."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeVar

from octoterm.storage.shared_file import SharedFile

T = TypeVar("T")


class Damaged(Exception):
    """The file does not hold what it should."""


def read_json(file: SharedFile, convert: Callable[[Any], T]) -> T | None:
    """What `convert` makes of the JSON in the file; None if there is no file. Raises Damaged if it
    is not JSON, or not what `convert` expects, and FileError."""
    with file.opened() as opened:
        if opened is None:
            return None
        try:
            return convert(json.loads(opened.read()))
        except (
            ValueError,
            TypeError,
            ArithmeticError,
            LookupError,
            AttributeError,
            RecursionError,
        ):
            raise Damaged from None
