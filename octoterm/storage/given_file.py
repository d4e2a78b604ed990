"""Opens a file that a person names on the command line, to read it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from octoterm.errors import Unreadable
from octoterm.safe_text import clean
from octoterm.storage.file_errors import unreadable
from octoterm.storage.ordinary_file import NotOrdinary, open_to_read
from octoterm.storage.text_pieces import Texts


@contextlib.contextmanager
def opened(path: Path) -> Iterator[Texts]:
    """The text of the file. Raises Unreadable, also if reading fails later."""
    name = clean(str(path))
    try:
        with open_to_read(path) as file:
            yield Texts(file)
    except FileNotFoundError:
        raise Unreadable(f"{name} does not exist", "Name the file that you downloaded") from None
    except NotOrdinary as error:
        raise Unreadable(f"{name} is no ordinary file", "Name another one") from error
    except OSError as error:
        raise unreadable(path, error) from error
