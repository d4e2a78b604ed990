"""Parts of a period as other programs read them: one form for JSON and CSV. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from octoterm.breakdown import Part
from octoterm.period import london

KEYS = (
    "start", "end", "label", "kwh", "readings", "expected", "peak_kwh", "peak_start",
    "base_load_kw",
)  # fmt: skip


def record(part: Part) -> dict[str, object]:
    """The part under `KEYS`: times in ISO 8601 with London's offset, `end` exclusive, kWh
    rounded after summing, None where there is nothing to say."""
    figures = part.figures
    values = (
        iso(figures.start),
        iso(figures.end),
        part.full_label,
        round(figures.kwh, 3),
        figures.readings,
        figures.expected,
        None if figures.peak_kwh is None else round(figures.peak_kwh, 6),
        iso(figures.peak_start),
        None if figures.base_load_kw is None else round(figures.base_load_kw, 6),
    )
    return dict(zip(KEYS, values, strict=True))


def csv_lines(parts: Iterable[Part]) -> Iterator[str]:
    """The records as CSV with a header; no value holds a comma, a quote or a newline."""
    yield ",".join(KEYS)
    for part in parts:
        yield ",".join("" if value is None else str(value) for value in record(part).values())


def iso(instant: int | None) -> str | None:
    """`2024-03-14T18:00:00+00:00`, with London's offset; `instant` in UTC seconds."""
    return None if instant is None else london(instant).isoformat()
