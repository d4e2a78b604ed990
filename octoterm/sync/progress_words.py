"""How far a sync has come, in the words that the command line and the dashboard share. Pure."""

from __future__ import annotations

from octoterm import number_format
from octoterm.errors import OctotermError
from octoterm.periods.labels import date_label
from octoterm.periods.london import london


def received(rows: int, total: int | None = None) -> str:
    """`25,000 readings`, or `25,000 of 175,000 readings`."""
    if total is None:
        return number_format.count(rows, "reading")
    return f"{rows:,} of {number_format.count(total, 'reading')}"


def how_far(reached: int, *, complete_pass: bool) -> str:
    """`back to 3 Jan 2023` in a pass over all history, which goes backwards; else `up to …`.

    `reached` is the start of the furthest reading, UTC seconds.
    """
    direction = "back" if complete_pass else "up"
    return f"{direction} to {date_label(london(reached))}"


def reason(why: OctotermError) -> str:
    """Why a request has to be made again, to begin a longer sentence with."""
    return why.title.rstrip(".")
