"""Runs the command that tells the household of an alert: as arguments, never through a shell."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections.abc import Callable

from octoterm.alerts.judging import Found
from octoterm.alerts.rules import Notify
from octoterm.safe_text import clean

DEADLINE = 30.0
"""Seconds for the command."""
AGAIN = " (again)"
"""After the title of an alert that may have been told before."""
_REPLACED = re.compile(r"\{(title|message)\}")


def run_command(
    notify: Notify, found: Found, *, is_again: bool, deadline: float = DEADLINE
) -> str:
    """Run the command for at most `deadline` seconds; why it failed, or empty if it did not."""
    try:
        process = subprocess.Popen(
            arguments(notify, found, is_again=is_again),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # so that what it has started ends with it
        )
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        return f"{clean(notify[0], 60)} cannot be run: {reason}"
    try:
        output, _ = process.communicate(timeout=deadline)
    except subprocess.TimeoutExpired:
        _end(process)
        return f"{clean(notify[0], 60)} took longer than {deadline:g} seconds"
    if process.returncode == 0:
        return ""
    said = clean(output.decode(errors="replace").strip(), 160)
    code = f"exit code {process.returncode}"
    return f"{clean(notify[0], 60)} failed with {code}{': ' + said if said else ''}"


def arguments(notify: Notify, found: Found, *, is_again: bool) -> list[str]:
    """The command for this alert. An argument that would become an option by what is replaced in
    it begins with a space."""
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


def _end(process: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        process.kill()
    process.communicate()
