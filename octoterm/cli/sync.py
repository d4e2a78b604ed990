"""`octoterm sync`: new readings into the CSV."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import aclosing

from octoterm import units
from octoterm.cli import console, signals
from octoterm.cli.arguments import Asked
from octoterm.cli.opening import configured, meters_asked_for, opened
from octoterm.cli.sync_progress import Progress
from octoterm.cli.wording import json_list
from octoterm.config import Meter
from octoterm.period import reach_label
from octoterm.records import iso
from octoterm.source import Source
from octoterm.sync import Finished, sync_all

PATIENCE = 120.0
"""Seconds without a page after which cron is not kept waiting any longer."""


def run(asked: Asked) -> int:
    """The highest of the meters' exit codes. Raises OctotermError."""
    with opened(asked) as source:
        meters = meters_asked_for(asked, configured(source))
        finished = signals.run(_sync(source, meters, asked))
    if asked.json:
        in_order = sorted(finished, key=lambda end: meters.index(end.meter))
        console.say(json_list(map(_record, in_order)))
    return max((end.error.exit_code for end in finished if end.error), default=0)


async def _sync(source: Source, meters: Sequence[Meter], asked: Asked) -> list[Finished]:
    """Sync all meters at once, telling of it as it happens."""
    progress = Progress(quiet=asked.quiet)
    finished = []
    events = sync_all(
        meters,
        state_folder=source.places.state,
        full=asked.full,
        transport=source.connect(),
        patience=PATIENCE,
    )
    try:
        async with aclosing(events):
            async for event in events:
                if not isinstance(event, Finished):
                    progress.tell(event)
                    continue
                finished.append(event)
                progress.clear(event.meter.name)
                if event.error:
                    console.complain(_failure(event))
                elif not (asked.quiet or asked.json):
                    console.say(_sentence(event))
    finally:
        progress.clear()
    return finished


def _sentence(end: Finished) -> str:
    """`Electricity: 48 new, 0 changed, 0 skipped; readings from … to …`."""
    skipped = f"{end.skipped:,} skipped"
    if end.reasons:
        skipped += f" ({', '.join(f'{why}: {times:,}' for why, times in end.reasons[:3])})"
    readings = "no readings yet"
    if end.first is not None and end.last is not None:
        readings = f"readings from {reach_label(end.first, end.last)}"
    return f"{end.meter.name}: {end.new:,} new, {end.changed:,} changed, {skipped}; {readings}"


def _failure(end: Finished) -> str:
    """What is wrong, what to do, and `12,000 readings were saved before that.`"""
    said = f"{end.meter.name}: {end.error}"
    if saved := end.new + end.changed:
        were = "was" if saved == 1 else "were"
        said += f" {units.count(saved, 'reading')} {were} saved before that."
    return said


def _record(end: Finished) -> dict[str, object]:
    return {
        "meter": end.meter.name,
        "file": str(end.meter.csv),
        "new": end.new,
        "changed": end.changed,
        "skipped": end.skipped,
        "first": iso(end.first),
        "last": iso(end.last),
        "error": str(end.error) if end.error else None,
    }
