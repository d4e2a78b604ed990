"""`octoterm` without a command: the dashboard."""

from __future__ import annotations

import os
import sys

from octoterm.cli import console, signals
from octoterm.cli.arguments import Arguments
from octoterm.cli.source import open_source
from octoterm.errors import UsageError
from octoterm.runtime import tuning

IS_SERVED = bool(os.environ.get("TEXTUAL_DRIVER"))
"""Whether textual-serve shows the dashboard in a browser: then there is no terminal."""


def run(asked: Arguments) -> int:
    """Run the dashboard; returns its exit code. Raises UsageError, ConfigError."""
    if IS_SERVED:
        return _run(asked, "")
    if not (console.is_terminal(sys.stdin) and console.is_terminal(sys.stdout)):
        raise UsageError(
            "The dashboard needs a terminal. Without one, use `octoterm summary` "
            "and `octoterm sync`"
        )
    name = os.environ.get("TERM", "")
    if name in ("dumb", "unknown"):
        raise UsageError(
            f"This terminal calls itself {name} and cannot show the dashboard. Set TERM, or use "
            "`octoterm summary` and `octoterm sync`"
        )
    return _run(asked, name)


def _run(asked: Arguments, terminal: str) -> int:
    if asked.url is not None:
        from octoterm.setup.login import api_at

        api_at(asked.url)  # a wrong one is told before the screen opens
    tuning.prepare_dashboard()
    with open_source(asked) as source:
        with signals.held_back():
            from octoterm.ui.app import run_dashboard

        ascii_only = asked.ascii or not _is_utf_8()
        return run_dashboard(source, ascii_only=ascii_only, terminal=terminal)


def _is_utf_8() -> bool:
    """Whether stdout is UTF-8."""
    return sys.stdout.encoding.lower().replace("-", "") == "utf8"
