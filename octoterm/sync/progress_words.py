"""The progress of a sync in words, for the command line and the dashboard. Pure."""

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
    """`back to 3 Jan 2023` in a complete pass, which goes backwards; otherwise `up to …`.

    `reached` is the start of the furthest reading, UTC seconds.
    """
    direction = "back" if complete_pass else "up"
    return f"{direction} to {date_label(london(reached))}"


def reason(why: OctotermError) -> str:
    """Why a request has to be repeated, as the beginning of a sentence."""
    return why.title.rstrip(".")


def prices_received(rates: int, reached: int) -> str:
    """`1,500 prices, back to 3 Jan 2023`; `reached` is when the earliest begins, UTC seconds."""
    return f"{number_format.count(rates, 'price')}, {how_far(reached, complete_pass=True)}"
