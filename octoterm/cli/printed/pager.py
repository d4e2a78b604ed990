"""Shows long texts with the program that $PAGER names."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess

from octoterm.runtime.environment import without_secrets

ROWS_FOR_PROMPT = 2
"""Rows of the terminal that the command line needs above and below the text."""
USUAL_OPTIONS = "FRX"
"""Options of `less` unless $LESS sets others, as in git: quit if the text is short, keep colours,
and leave the text on screen."""


def shows(text: str) -> bool:
    """Show the text, and return when the program has ended; return False if the text is short
    enough for the terminal, or if there is no such program."""
    rows = shutil.get_terminal_size((80, 24)).lines - ROWS_FOR_PROMPT
    if text.count("\n") < rows:
        return False
    try:
        command = shlex.split(os.environ["PAGER"])
        if not command or command == ["cat"]:
            return False
        environment = {"LESS": USUAL_OPTIONS, **without_secrets()}
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, text=True, errors="replace", env=environment
        ) as process:
            try:
                process.communicate(f"{text}\n")
            except BrokenPipeError:  # the reader has seen enough
                pass
            except KeyboardInterrupt:  # is for the program
                process.wait()
        return True
    except (OSError, ValueError):
        return False
