"""What a page says about meters, prices ahead and notes. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from octoterm.analysis.gap_words import gaps_in_words
from octoterm.analysis.period_figures import period_figures
from octoterm.analysis.period_readings import PeriodReadings
from octoterm.analysis.table_columns import rounded
from octoterm.analysis.unusual_days import records
from octoterm.consumption.quantity import Quantity
from octoterm.consumption.series import Series
from octoterm.digest.page import Bar, Page, Section
from octoterm.household.account import Direction
from octoterm.notes.note import Note
from octoterm.number_format import count, hours
from octoterm.periods.labels import capitalised, clock_label, day_label
from octoterm.periods.london import london
from octoterm.periods.period import Granularity, Period
from octoterm.tariffs.cheapest import best_windows
from octoterm.tariffs.price_slots import PriceSlot

LEAST_DAYS = 60
"""Fewest complete days among which one can be a record."""
CHEAPEST = (2, 4, 6)
"""Lengths of the cheapest times that are shown, in half hours: 1, 2 and 3 hours."""
MOST_GAPS = 3
"""Most gaps that are listed one by one."""


class MeterOfPage(NamedTuple):
    """What is known of one meter point."""

    title: str
    readings: PeriodReadings
    costs: PeriodReadings | None = None
    """What they cost; None if nothing has a price."""
    bill: tuple[str, ...] = ()
    """What is said about its bill, on a page about bills."""


class PricesAhead(NamedTuple):
    """Prices that are published from now on."""

    title: str
    slots: tuple[PriceSlot, ...]
    direction: Direction


def page_of(
    name: str,
    label: str,
    meters: Sequence[MeterOfPage],
    ahead: Sequence[PricesAhead] = (),
    notes: Sequence[Note] = (),
) -> Page:
    """The page `name` (`Week`) about the period with this label."""
    sections = [_meter(each) for each in meters]
    sections += [found for each in ahead if (found := _prices(each)) is not None]
    if notes:
        sections.append(Section("Notes", tuple(f"{note.words}." for note in notes)))
    return Page(f"{name}: {label}", tuple(sections))


def _meter(meter: MeterOfPage) -> Section:
    readings = meter.readings
    if not readings.figures.readings:
        return Section(meter.title, ("There are no readings.",))
    compared = readings.comparison_by_itself
    said = compared.forms if compared is not None else ()
    figures = [
        each.text
        for each in period_figures(readings, has_sentences=True)
        if each.text not in said  # a sentence says it already
    ]
    return Section(
        meter.title,
        tuple(_sentences(readings)),
        (*meter.bill, *(_costs(meter.costs) if meter.costs else ()), *figures),
        tuple(_bars(readings)),
        _caption(readings),
    )


def _sentences(readings: PeriodReadings) -> Iterator[str]:
    compared = readings.comparison_by_itself
    said = [each.text for each in readings.sentences]
    if compared is not None and not any(each.compares for each in readings.sentences):
        yield f"{capitalised(compared.words)}."
    yield from said
    yield from _records(readings)
    yield from _gaps(readings)


def _records(readings: PeriodReadings) -> Iterator[str]:
    """Records among all readings that were set in the period; not for a day, whose sentences say
    them."""
    series, period = readings.stored, readings.period
    complete = sum(day.complete for day in series.days)
    if period.granularity is Granularity.DAY or complete < LEAST_DAYS:
        return
    found, form = records(series), series.quantity.whole
    for name, day in (("Highest", found.highest_day), ("Lowest", found.lowest_day)):
        if day is not None and day.day in period:
            days = f"{name} of all {complete:,} complete days"
            yield f"{days}: {form.text(day.total)} on {day_label(day.day)}."


def _gaps(readings: PeriodReadings) -> Iterator[str]:
    gaps = readings.stored.gaps(readings.reach.start, readings.reach.stop)
    lines = gaps_in_words(gaps)
    yield from (f"{capitalised(line)}." for line in lines[:MOST_GAPS])
    if len(lines) > MOST_GAPS:
        yield f"And {count(len(lines) - MOST_GAPS, 'other gap')}."


def _costs(costs: PeriodReadings) -> Iterator[str]:
    """The cost and its parts, and why it is not complete, if so."""
    said = period_figures(costs)
    first, *others = said
    rest = [each.text for each in others if each.continues]
    amount = first.text.removeprefix(f"{costs.quantity.total_name} ")
    name = "Cost" if costs.quantity.total_name == "Total" else costs.quantity.total_name
    yield f"{name} {' '.join((amount, *rest))}"
    yield from costs.left_out


def _bars(readings: PeriodReadings) -> Iterator[Bar]:
    if readings.period.granularity is Granularity.DAY:
        yield from _bars_of_hours(readings)
        return
    parts = readings.weeks if readings.period.length > 10 else readings.parts
    for each in parts:
        part = each.part
        if part.period is None or not part.is_among(readings.stored.whole):
            continue
        yield _bar(part.label, None if part.missing else part.figures.total, readings.quantity)


def _bars_of_hours(readings: PeriodReadings) -> Iterator[Bar]:
    """A bar for each hour of the day that the clock shows, and for one that it shows twice."""
    by_hour: dict[tuple[str, int], list[float | None]] = {}
    for each in readings.parts:
        figures = each.part.figures
        moment = london(figures.start)
        value = None if each.part.missing else figures.total
        by_hour.setdefault((f"{moment:%H:00}", moment.fold), []).append(value)
    for (label, _), values in by_hour.items():
        known = [value for value in values if value is not None]
        total = sum(known) if len(known) == len(values) else None
        yield _bar(label, total, readings.quantity)


def _bar(label: str, value: float | None, quantity: Quantity) -> Bar:
    text = "no readings" if value is None else quantity.whole.text(value)
    return Bar(label, rounded(value, quantity.sum_decimals), text)


def _caption(readings: PeriodReadings) -> str:
    kind = readings.period.granularity
    if kind is Granularity.DAY:
        return "Each hour"
    return "Each week" if readings.period.length > 10 else "Each day"


def _prices(ahead: PricesAhead) -> Section | None:
    best = best_windows(ahead.slots, CHEAPEST, ahead.direction)
    if not best:
        return None
    is_paid = ahead.direction is Direction.EXPORT
    name = "Best paid" if is_paid else "Cheapest"
    lines = [
        f"{name} {hours(half_hours)}: {_when(window.start, window.end)}, "
        f"{float(window.average):.2f}p a kWh"
        for half_hours, window in best
    ]
    below = [slot for slot in ahead.slots if (slot.pence_with_vat or 0) < 0]
    if below and not is_paid:
        lines.append(f"Below zero in {hours(len(below))}.")
    last = ahead.slots[-1].end
    end = f"Published to {day_label(london(last).date())} {clock_label(last)}."
    return Section(f"Prices ahead: {ahead.title}", (end,), tuple(lines))


def _when(start: int, end: int) -> str:
    return f"{day_label(london(start).date())} {clock_label(start)}–{clock_label(end)}"


def whole_period(kind: Granularity, series: Sequence[Series]) -> Period | None:
    """The latest whole day, week or month with readings; None without a complete day."""
    latest = max((day for each in series if (day := each.latest_day()) is not None), default=None)
    if latest is None:
        return None
    period = Period.containing(kind, latest)
    return period if period.last <= latest else period.shifted(-1)
