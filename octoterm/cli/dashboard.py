"""`octoterm` without a command: the dashboard."""

from __future__ import annotations

import os
import sys
import time

from octoterm.cli import console, signals
from octoterm.cli.arguments import Arguments
from octoterm.cli.source import open_source, points_asked_for
from octoterm.errors import UsageError
from octoterm.periods.calendar import Calendar
from octoterm.runtime import tuning
from octoterm.safe_text import clean
from octoterm.session.opening import NOWHERE, Opening
from octoterm.session.source import Source

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

        api_at(asked.url)  # a wrong one is reported before the screen opens
    tuning.prepare_dashboard()
    opening: Opening | None = None
    while True:  # again whenever the configuration has changed
        with open_source(asked) as source:
            with signals.held_back():
                from octoterm.ui.app import run_dashboard

            if opening is None:
                opening = _opening(asked, source)
            ascii_only = asked.ascii or not _is_utf_8()
            ended = run_dashboard(source, opening, ascii_only=ascii_only, terminal=terminal)
        if isinstance(ended, int):
            return ended
        opening = ended


def _opening(asked: Arguments, source: Source) -> Opening:
    """Where to open, according to the options. Raises UsageError."""
    if asked.url is not None and source.config is not None:
        raise UsageError("--url is for the set-up, and there is a configuration", "Leave it out")
    if not any((asked.at, asked.view, asked.opening_meter, asked.theme)):
        return NOWHERE
    return _asked_for(asked, source)


def _asked_for(asked: Arguments, source: Source) -> Opening:
    """What the options ask for. Raises UsageError, with what was probably meant."""
    from octoterm.cli import reports  # most people give no such option

    config = source.config
    calendar = config.calendar if config else Calendar()
    typed = reports.typed_date("--at", asked.at, calendar.day_of(int(time.time())))
    meter = ""
    if asked.opening_meter is not None and config is not None:
        asked.meter = asked.opening_meter
        meter = points_asked_for(asked, config)[0].name
    return Opening(
        view=_view(asked.view) if asked.view else "",
        meter=meter,
        period=typed.period if typed else None,
        theme=_theme(asked.theme, source) if asked.theme else "",
    )


def _view(typed: str) -> str:
    """The name of a view, by its name on the tab in any case, or its number."""
    from octoterm.ui.commands import TABS

    names = [tab.tab.casefold() for tab in TABS]
    if typed.isdecimal() and 1 <= int(typed) <= len(names):
        return names[int(typed) - 1]
    return _one_of("--view", typed.casefold(), names)


def _theme(typed: str, source: Source) -> str:
    from octoterm.ui.theme_files import theme_names

    return _one_of("--theme", typed, theme_names(source.folders))


def _one_of(option: str, typed: str, known: list[str]) -> str:
    if typed in known:
        return typed
    from difflib import get_close_matches  # slow to import, and rarely needed

    near = get_close_matches(typed, known, n=1, cutoff=0.6)
    remedy = f"Did you mean `{near[0]}`?" if near else ""
    raise UsageError(f"{option} cannot be ‘{clean(typed, 40)}’. Use {', '.join(known)}", remedy)


def _is_utf_8() -> bool:
    """Whether stdout is UTF-8."""
    return sys.stdout.encoding.lower().replace("-", "") == "utf8"
