"""What changed around a day, in words, both for the screen and the command. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from octoterm import number_format
from octoterm.analysis.comparison.words import change_words
from octoterm.notes.before_after import DAYS, BeforeAfter, Change
from octoterm.notes.note import Note
from octoterm.periods.labels import capitalised, date_label, day_label

HEADINGS = ("", "before", "after", "change")


class ChangeRow(NamedTuple):
    """A row of the table of what changed."""

    name: str
    before: str
    after: str
    change: str


def title(found: BeforeAfter, note: Note | None) -> str:
    """`Four weeks before and after Wed 13 Mar 2024: heat pump fitted`."""
    what = f": {note.shown}" if note else ""
    return f"Four weeks before and after {day_label(found.day)}{what}"


def rows(found: BeforeAfter) -> tuple[ChangeRow, ...]:
    """What changed: a day, in each band, and the base load."""
    return tuple(
        ChangeRow(
            capitalised(each.name),
            each.form.text(each.before),
            each.form.text(each.after),
            _change(each),
        )
        for each in found.changes
    )


def _change(each: Change) -> str:
    said = change_words(each.form, each.after, each.before, "")
    return said if each.is_clear or said == "about the same" else f"{said}, may be chance"


def cautions(found: BeforeAfter) -> tuple[str, ...]:
    """Sentences: what the comparison is based on, and what it cannot show."""
    return tuple(_cautions(found))


def _cautions(found: BeforeAfter) -> Iterator[str]:
    pairs = f"{found.pairs} of {DAYS} pairs of days with the same weekday"
    if found.changes:
        yield f"These are daily means over {pairs}, without the day itself."
    else:
        yield f"Too little to compare: only {pairs} are complete."
    if found.left_out:
        days = number_format.count(found.left_out, "pair")
        verb = number_format.plural(found.left_out, "is", "are")
        yield f"{days} {verb} left out, because a day has missing readings."
    if found.still_to_come:
        days = number_format.count(found.still_to_come, "pair")
        verb = number_format.plural(found.still_to_come, "is", "are")
        yield f"{days} {verb} still to come."
    if found.clock_change is not None:
        day = date_label(found.clock_change)
        yield f"The clocks changed on {day}: it gets dark at a different time."
    for other in found.others:
        yield f"Also noted on {other.words}."
    if found.changes:
        yield "Weather and season are part of the change; other causes cannot be told apart."
