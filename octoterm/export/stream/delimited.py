"""Values as CSV, `meter,start,end,kwh`, and as JSON lines with the same keys. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from octoterm.export.stream.labelled import Labelled, Labels, starts_and_ends


def csv(every: Iterable[Labelled]) -> Iterator[str]:
    """A heading, and a line for each half hour, with times in UTC. Nothing if there are none."""
    heading = ""
    for each in every:
        meter = _quoted(each.labels)
        for starts, values in each.pieces:
            if starts and not heading:
                heading = f"meter,start,end,{each.field}\n"
                yield heading
            yield "".join(
                [
                    f"{meter},{start},{end},{value!r}\n"
                    for (start, end), value in zip(starts_and_ends(starts), values, strict=True)
                ]
            )


def jsonl(every: Iterable[Labelled]) -> Iterator[str]:
    """An object on a line for each half hour; times are in UTC."""
    for each in every:
        begin = f'{{"meter":{json.dumps(each.labels.meter)},"start":"'
        field = f'","{each.field}":'
        for starts, values in each.pieces:
            yield "".join(
                [
                    f'{begin}{start}","end":"{end}{field}{value!r}}}\n'
                    for (start, end), value in zip(starts_and_ends(starts), values, strict=True)
                ]
            )


def _quoted(labels: Labels) -> str:
    name = labels.meter
    if any(sign in name for sign in ',"'):
        return '"' + name.replace('"', '""') + '"'
    return name
