"""Where the dashboard opens, if it is asked to. Pure."""

from __future__ import annotations

from typing import NamedTuple

from octoterm.periods.period import Period


class Opening(NamedTuple):
    """The view, the meter and the period to begin with; by default the dashboard's own."""

    view: str = ""
    """Its name, such as `usage`."""
    meter: str = ""
    """The name of the meter point."""
    period: Period | None = None
    theme: str = ""
    """For this run only."""


NOWHERE = Opening()
"""At the latest complete day, in the first view."""
