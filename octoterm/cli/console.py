"""Writes to standard output and standard error, whatever they are connected to."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Iterable, Iterator
from typing import TextIO

from octoterm.ascii_text import WITH_STAND_INS, in_ascii
from octoterm.errors import Unwritable

_is_ascii = False
"""Whether `say` and `note` write octoterm's own typography in ASCII."""


def prepare(*, ascii_only: bool = False) -> None:
    """Reserve file descriptors 0 to 2 for the standard streams, and have characters replaced that
    a stream's encoding lacks, or with `ascii_only` all that are not ASCII."""
    global _is_ascii
    _is_ascii = ascii_only
    for number in range(3):
        _open_if_closed(number)
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError):  # closed, or replaced by another object
            stream.reconfigure(errors=WITH_STAND_INS)  # type: ignore[union-attr]


def say(text: str) -> None:
    """Print to standard output, through $PAGER if that is a terminal with too few rows for the
    text. Raises BrokenPipeError or Unwritable."""
    if os.environ.get("PAGER") and is_terminal(sys.stdout):
        from octoterm.cli.printed import pager

        if pager.shows(shown(text)):
            return
    with _writing():
        if sys.stdout is None:
            raise OSError(errno.EBADF, "it is closed")
        print(shown(text))


def write(pieces: Iterable[bytes]) -> None:
    """Write bytes to standard output, and flush it. Raises BrokenPipeError or Unwritable."""
    for piece in pieces:
        with _writing():
            if sys.stdout is None:
                raise OSError(errno.EBADF, "it is closed")
            sys.stdout.buffer.write(piece)
    with _writing():
        if sys.stdout:
            sys.stdout.buffer.flush()


def flush() -> None:
    """Flush standard output. Raises BrokenPipeError or Unwritable."""
    with _writing():
        if sys.stdout:
            sys.stdout.flush()


def print_error(text: str) -> None:
    """Print an error or warning to standard error, if that is open."""
    note(f"octoterm: {text}\n")


def note(text: str) -> None:
    """Write `text` without a line end to standard error, if that is open."""
    if sys.stderr is None:  # for `print`, None means standard output
        return
    try:
        print(shown(text), end="", file=sys.stderr, flush=True)
    except OSError:
        _give_up(sys.stderr)


def shown(text: str) -> str:
    """`text` as `say` prints it; tables are aligned by its width."""
    return in_ascii(text) if _is_ascii else text


def is_terminal(stream: TextIO | None) -> bool:
    """Whether the stream is open and connected to a terminal."""
    return stream is not None and stream.isatty()


@contextlib.contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        _give_up(sys.stdout)
        if isinstance(error, BrokenPipeError):
            raise
        raise Unwritable(f"The output cannot be written: {error.strerror}") from None


def _open_if_closed(number: int) -> None:
    """Open /dev/null as this file descriptor if it is closed. Otherwise the next file opened would
    get the descriptor, and all output."""
    try:
        os.fstat(number)
    except OSError:
        with contextlib.suppress(OSError):
            os.open(os.devnull, os.O_RDWR)  # gets the lowest free descriptor


def _give_up(stream: TextIO | None) -> None:
    """Redirect a stream that failed to /dev/null. Otherwise its buffer would cause another error
    when the interpreter ends."""
    if stream is not None:
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
