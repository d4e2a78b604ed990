"""Standard output and standard error, whatever they are connected to."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Iterator
from typing import TextIO

from octoterm.ascii_text import WITH_STAND_INS
from octoterm.errors import Unwritable


def prepare() -> None:
    """Keep the numbers 0 to 2 for the streams, and replace what a terminal's encoding lacks."""
    for number in range(3):
        _open_if_closed(number)
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError):  # closed, or somebody's own stream
            stream.reconfigure(errors=WITH_STAND_INS)  # type: ignore[union-attr]


def say(text: str) -> None:
    """Print to standard output. Raises BrokenPipeError or Unwritable."""
    with _writing():
        if sys.stdout is None:
            raise OSError(errno.EBADF, "it is closed")
        print(text)


def flush() -> None:
    """See that what was said has arrived. Raises BrokenPipeError or Unwritable."""
    with _writing():
        if sys.stdout:
            sys.stdout.flush()


def print_error(text: str) -> None:
    """Print what is wrong to standard error, if anybody listens."""
    note(f"octoterm: {text}\n")


def note(text: str) -> None:
    """Write `text` as it is to standard error, if anybody listens."""
    if sys.stderr is None:  # to `print`, that would mean standard output
        return
    try:
        print(text, end="", file=sys.stderr, flush=True)
    except OSError:
        _give_up(sys.stderr)


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a person sits at the other end."""
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
    """Else the next file opened would get the number, and all that is printed."""
    try:
        os.fstat(number)
    except OSError:
        with contextlib.suppress(OSError):
            os.open(os.devnull, os.O_RDWR)  # gets the lowest number that is free


def _give_up(stream: TextIO | None) -> None:
    """What is still buffered would fail once more, and loudly, as the interpreter ends."""
    if stream is not None:
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
