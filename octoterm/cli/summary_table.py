"""The summary as a table of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from octoterm import number_format
from octoterm.analysis.comparison import Beside
from octoterm.analysis.figures import average_a_day
from octoterm.analysis.parts import Part
from octoterm.cli.wording import NONE, aligned
from octoterm.periods.period import Granularity, clock_label, moment_label


def lines(parts: Sequence[Part], total: Part, granularity: Granularity) -> Iterator[str]:
    """A heading, a line for each part, and their total."""
    heading = ("kWh", "a day", "peak", "at", "base", "readings")
    rows = [
        (granularity.value.capitalize(), *heading),
        *((part.full_label, *_cells(part, granularity)) for part in parts),
        (total.full_label, *_cells(total, granularity)),
    ]
    if granularity is Granularity.HALF_HOUR:  # one value has no peak and no average
        return aligned([row[:2] for row in rows], left={0})
    if granularity is Granularity.DAY:
        return aligned([row[:2] + row[3:] for row in rows], left={0, 3})
    return aligned(rows, left={0, 4})


def compared_lines(
    parts: Sequence[Beside], total: Beside, granularity: Granularity
) -> Iterator[str]:
    """A heading, a line for each part with what it was compared with, and the parts' total."""
    decimals = 3 if granularity is Granularity.HALF_HOUR else 2
    rows = [
        (granularity.value.capitalize(), "kWh", "readings", "change", "", "on kWh", "of"),
        *(
            (*_kwh_and_readings(beside.part, decimals), *_change(beside, decimals))
            for beside in parts
        ),
        (*_kwh_and_readings(total.part, decimals), *_change(total, decimals)),
    ]
    return aligned(rows, left={0, 6})


def _kwh_and_readings(part: Part, decimals: int) -> tuple[str, str, str]:
    figures = part.figures
    kwh = number_format.number(figures.total, decimals) if figures.readings else NONE
    return part.full_label, kwh, f"{figures.readings:,}/{figures.expected:,}"


def _change(beside: Beside, decimals: int) -> tuple[str, str, str, str]:
    """Change in kWh and in percent, the other's kWh, and its name."""
    counted = beside.counted
    if beside.other is None or counted is None:
        return NONE, "", NONE, ""
    name = f"{beside.other.full_label} {beside.stretch}".strip()
    if not counted.readings:
        return NONE, "", NONE, name
    kwh = number_format.number(counted.total, decimals)
    if beside.change is None or not beside.fair:
        return NONE, "", kwh, name
    percent = number_format.percent(beside.part.figures.total, counted.total) or ""
    return number_format.signed(beside.change, decimals), percent, kwh, name


def _cells(part: Part, granularity: Granularity) -> tuple[str, ...]:
    figures = part.figures
    readings = f"{figures.readings:,}/{figures.expected:,}"
    if figures.peak is None or figures.peak_start is None:
        return NONE, NONE, NONE, "", NONE, readings
    average, base = average_a_day(part), figures.base_rate
    within_a_day = part.period is not None and part.period.granularity is Granularity.DAY
    return (
        number_format.number(figures.total, 3 if granularity is Granularity.HALF_HOUR else 2),
        NONE if average is None else number_format.number(average, 2),
        number_format.number(figures.peak, 2),
        (clock_label if within_a_day else moment_label)(figures.peak_start),
        NONE if base is None else number_format.watts(base),
        readings,
    )
