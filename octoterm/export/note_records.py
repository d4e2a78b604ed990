"""Notes, and what changed around a day, for JSON. Pure."""

from __future__ import annotations

from octoterm.analysis.comparison.words import change_in_percent
from octoterm.analysis.table_columns import rounded
from octoterm.notes.before_after import DAYS, BeforeAfter, Change
from octoterm.notes.note import Note
from octoterm.notes.words import cautions


def note_record(note: Note) -> dict[str, object]:
    """`{"date", "note"}`."""
    return {"date": note.day.isoformat(), "note": note.text}


def before_after_record(found: BeforeAfter, note: Note | None) -> dict[str, object]:
    """What changed around a day. `before` and `after` are means in the `unit`, of `pairs` days
    each; a `clear` change is more than chance is likely to cause."""
    return {
        "date": found.day.isoformat(),
        "note": note.text if note else None,
        "pairs": found.pairs,
        "of": DAYS,
        "still_to_come": found.still_to_come,
        "changes": [_change(each) for each in found.changes],
        "cautions": list(cautions(found)),
    }


def _change(each: Change) -> dict[str, object]:
    factor = each.form.factor
    return {
        "what": each.name,
        "unit": each.form.unit,
        "before": rounded(factor * each.before),
        "after": rounded(factor * each.after),
        "change": rounded(factor * each.change),
        "change_percent": rounded(change_in_percent(each.form, each.after, each.before)),
        "clear": each.is_clear,
    }
