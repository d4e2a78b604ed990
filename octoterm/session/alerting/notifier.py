"""Runs the command that notifies the household of an alert, never through a shell."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections.abc import Callable
from threading import Thread
from typing import IO

from octoterm.alerts.judging import Found
from octoterm.alerts.rules import Notify
from octoterm.runtime.environment import without_secrets
from octoterm.safe_text import clean

DEADLINE = 30.0
"""Seconds that the command may take."""
PATIENCE = 0.5
"""Seconds to wait for the output of a command that has ended."""
AT_ONCE = 4096
"""Bytes to read, and the most to keep of the output."""
AGAIN = " (again)"
"""Follows the title of an alert that the household may have been notified of before."""
_REPLACED = re.compile(r"\{(title|message)\}")


def run_command(
    notify: Notify, found: Found, *, is_again: bool, deadline: float = DEADLINE
) -> str:
    """Run the command for at most `deadline` seconds. Returns why it failed; empty if it did
    not."""
    try:
        process = subprocess.Popen(
            arguments(notify, found, is_again=is_again),
            env=without_secrets(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # so that its children can be ended with it
        )
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        return f"{clean(notify[0], 60)} cannot be run: {reason}"
    output = _Output(process)
    try:
        process.wait(deadline)
    except subprocess.TimeoutExpired:
        _end(process)
        return f"{clean(notify[0], 60)} took longer than {deadline:g} seconds"
    if process.returncode == 0:
        return ""
    said = clean(output.beginning().decode(errors="replace").strip(), 160)
    code = f"exit code {process.returncode}"
    return f"{clean(notify[0], 60)} failed with {code}{': ' + said if said else ''}"


def arguments(notify: Notify, found: Found, *, is_again: bool) -> list[str]:
    """The command for this alert. An argument that the alert's text would turn into an option
    begins with a space."""
    texts = {
        "title": clean(found.title + (AGAIN if is_again else "")),
        "message": clean(found.message, 1000),
    }
    program, *others = notify
    return [program, *(_filled(each, texts.__getitem__) for each in others)]


def _filled(argument: str, text_of: Callable[[str], str]) -> str:
    filled = _REPLACED.sub(lambda match: text_of(match[1]), argument)
    became_option = filled.startswith("-") and not argument.startswith("-")
    return f" {filled}" if became_option else filled


class _Output:
    """The beginning of what a command prints. The rest is dropped, as it may be of any length. Its
    end is not waited for: a process that the command leaves running may never close it."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._kept = bytearray()
        self._thread = Thread(target=self._read, args=(process.stdout,), daemon=True)
        self._thread.start()

    def beginning(self) -> bytes:
        self._thread.join(PATIENCE)
        return bytes(self._kept)

    def _read(self, printed: IO[bytes]) -> None:
        with printed:
            while piece := os.read(printed.fileno(), AT_ONCE):
                self._kept += piece[: AT_ONCE - len(self._kept)]


def _end(process: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        process.kill()
    process.wait()
