"""What the screen says about a meter without readings: what is wrong, and what to do."""

from __future__ import annotations

from pathlib import Path

from octoterm.household.meter_point import NONE_KNOWN
from octoterm.safe_text import clean
from octoterm.session.live_meter import LiveMeter

TRY_AGAIN = "r tries again"
IS_IT_NEW = "A new meter's readings may take some days to arrive."
IS_IT_RIGHT = (
    "If it is not new, compare its MPAN and serial number with those in your Octopus account."
)
"""Said only about a meter whose numbers were typed into the configuration."""

IS_LEFT = (
    "This meter is at a home you have left. "
    "A meter that was not smart has no half-hourly readings."
)
NOT_LISTED = ("Octopus lists this meter no more.", "None of its readings were stored before.")

NO_NET = (
    "There is no half hour of which all meters of this home have a reading.",
    "Net is what they import less what they export. Those that are hidden are left out of it.",
)

NO_METER = "Octopus lists it without one, as may happen while a meter is exchanged."

IS_ACCOUNT_NEW = "A new account's meters may take some days to appear."


def why_there_are_none(meter: LiveMeter, config_file: Path | None) -> tuple[str, ...]:
    """Paragraphs, beginning with the heading; the last ones matter least, as a small screen has no
    room for them. Empty if the meter has readings, or its file is still being read.
    `config_file` is None for the demo."""
    if meter.series or (meter.series is None and meter.error is None):
        return ()
    sync = meter.sync
    if meter.error is not None:
        return (*_sentence(meter.error.title), *_sentence(meter.error.remedy), TRY_AGAIN)
    if not meter.point.meters and meter.point is not NONE_KNOWN:
        return ("There is no meter at this meter point.", NO_METER)
    if not meter.point.is_listed:
        return NOT_LISTED
    look_into = (f"Configuration: {clean(str(config_file))}",) if config_file else ()
    failed = sync.error or (sync.waiting_for if sync.running else None)
    if failed is not None:
        what_next = "Trying again · Esc to stop" if sync.running else TRY_AGAIN
        return (*_sentence(failed.title), *_sentence(failed.remedy), what_next, *look_into)
    if meter.point is NONE_KNOWN:
        if sync.running:
            return ("Finding your meters", "Octopus is asked which ones your account has.")
        if sync.synced_at is not None:
            return (
                "Octopus lists no meters for this account.",
                IS_ACCOUNT_NEW,
                TRY_AGAIN,
                *look_into,
            )
        return ()
    if sync.running:
        return ("Fetching your readings", "The newest come first.")
    if sync.synced_at is None:
        return ()
    if meter.point.is_net:
        return (*NO_NET, TRY_AGAIN, *look_into)
    if meter.point.moved_out is not None:
        why = IS_LEFT
    elif all(each.is_discovered for each in meter.point.meters):
        why = IS_IT_NEW
    else:
        why = f"{IS_IT_NEW} {IS_IT_RIGHT}"
    return ("Octopus has no readings for this meter.", why, TRY_AGAIN, *look_into)


def _sentence(text: str) -> tuple[str, ...]:
    return (f"{text.rstrip('.')}.",) if text else ()
