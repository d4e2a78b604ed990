"""Standard output and standard error, whatever they are connected to."""

from __future__ import annotations

import codecs
import contextlib
import os
import sys
from collections.abc import Iterator
from typing import TextIO

from octoterm.errors import Unwritable

_PLAIN = {"–": "-", "±": "+-", "…": "...", "·": "-", "³": "3", "‘": "'", "’": "'"}


def prepare() -> None:
    """Let characters that the terminal's encoding lacks be replaced rather than fail."""
    codecs.register_error("octoterm", _replace_with_plain)
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError):  # closed, or somebody's own stream
            stream.reconfigure(errors="octoterm")  # type: ignore[union-attr]


def say(text: str) -> None:
    """Print to standard output. Raises BrokenPipeError or Unwritable."""
    with _writing():
        print(text)


def flush() -> None:
    """See that what was said has arrived. Raises BrokenPipeError or Unwritable."""
    with _writing():
        if sys.stdout:
            sys.stdout.flush()


def complain(text: str) -> None:
    """Print what is wrong to standard error, if anybody listens."""
    note(f"octoterm: {text}\n")


def note(text: str) -> None:
    """Write `text` as it is to standard error, if anybody listens."""
    with contextlib.suppress(OSError):
        print(text, end="", file=sys.stderr, flush=True)


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a person sits at the other end."""
    return stream is not None and stream.isatty()


@contextlib.contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        # What is still buffered would fail once more, and loudly, as the interpreter ends.
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            raise
        raise Unwritable(f"The output cannot be written: {error.strerror}") from None


def _replace_with_plain(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end]
    return "".join(_PLAIN.get(character, "?") for character in text), error.end
