"""`octoterm report`: a page about the latest day, week, month or bill."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from octoterm.analysis.freshness import is_old
from octoterm.analysis.period_readings import PeriodReadings
from octoterm.bills.billing_month import billing_month_of
from octoterm.bills.words import month_label
from octoterm.cli import console, readings
from octoterm.cli.arguments import Arguments
from octoterm.cli.printed.wording import nothing_stored
from octoterm.cli.source import config_of, open_source, points_asked_for
from octoterm.config.reader import Config
from octoterm.consumption.series import Series
from octoterm.digest.contents import MeterOfPage, PricesAhead, page_of, whole_period
from octoterm.digest.page import Page, Section
from octoterm.household.meter import Fuel, Meter
from octoterm.household.meter_point import MeterPoint
from octoterm.periods.london import ONE_DAY
from octoterm.periods.period import Granularity, Period
from octoterm.readings_csv.contents import Contents
from octoterm.runtime.slices import finish
from octoterm.session.meter_costs import MeterCosts, costs_of_meter
from octoterm.session.pricing.prices_ahead import prices_ahead
from octoterm.session.source import Source
from octoterm.storage.state.notes_file import read_notes_file

BILL = "bill"
NAMES = {"day": "Day", "week": "Week", "month": "Month", BILL: "Bill"}
WIDEST = 100
"""Columns of the text in a wide terminal."""


class _Loaded(NamedTuple):
    point: MeterPoint
    contents: Mapping[Meter, Contents]
    series: Series
    costs: MeterCosts | None


def run(asked: Arguments) -> int:
    """Print the page, or a sentence if there are no readings. Raises OctotermError."""
    with open_source(asked) as source:
        config = config_of(source)
        loaded = [*_loaded(asked, source, config)]
        period = _period(asked.of, loaded)
        if period is None:
            page = _page_without_readings(source, loaded)
        else:
            page = _page(asked, source, config, loaded, period)
    if period is None and asked.format in (None, "text"):
        console.say("\n".join(said for each in page.sections for said in each.sentences))
        return 0
    console.say(_written(page, asked.format, is_plain=asked.ascii))
    return 0


def _page_without_readings(source: Source, loaded: Sequence[_Loaded]) -> Page:
    said = (
        Section(each.point.title, (nothing_stored(each.point, each.contents, source.folders),))
        for each in loaded
    )
    return Page("Nothing to report yet", tuple(said))


def _loaded(asked: Arguments, source: Source, config: Config) -> Iterator[_Loaded]:
    for point in points_asked_for(asked, config):
        if point.is_net and asked.meter is None:
            continue
        contents = readings.stored(source, point)
        readings.fetch_demo_prices(source, config, contents)
        series = readings.series(contents, point, config)
        costs = finish(costs_of_meter(config, source.folders, point, contents, series))
        yield _Loaded(point, contents, series, costs)


def _period(of: str, loaded: Sequence[_Loaded]) -> Period | None:
    """The days that the page is about; None without a complete day."""
    series = [each.series for each in loaded]
    if of != BILL:
        return whole_period(Granularity(of), series)
    day = whole_period(Granularity.DAY, series)
    if day is None:
        return None
    bills = [each.costs.bills for each in loaded if each.costs and each.costs.bills]
    billing_day = bills[0].billing_day if bills else 1
    month = billing_month_of(day.last, billing_day)
    if month.last > day.last:
        month = billing_month_of(month.first - ONE_DAY, billing_day)
    return month._replace(granularity=Granularity.MONTH)


def _page(
    asked: Arguments,
    source: Source,
    config: Config,
    loaded: Sequence[_Loaded],
    period: Period,
) -> Page:
    notes = finish(read_notes_file(source.folders.notes))
    label = month_label(period) if asked.of == BILL else period.label
    now = time.time()
    ahead = [
        PricesAhead(each.point.name, slots, each.point.direction)
        for each in loaded
        if each.point.fuel is Fuel.ELECTRICITY and not each.point.is_net
        if (slots := prices_ahead(config, source.folders, each.point, now))
    ]
    meters = [
        _meter(asked.of, config, each, period, now)
        for each in loaded
        if not each.point.has_ended or each.series.figures(period).readings
    ]
    return page_of(NAMES[asked.of], label, meters, ahead, notes.between(period.first, period.last))


def _meter(of: str, config: Config, loaded: _Loaded, period: Period, now: float) -> MeterOfPage:
    series, costs = loaded.series, loaded.costs
    old = is_old(series, now)
    about = PeriodReadings(series, period, None, config.bands, old)
    priced = None
    bill: tuple[str, ...] = ()
    if costs is not None and costs.series.figures(period).readings:
        priced = PeriodReadings(costs.series, period, None, (), old, costs.supplement)
        if of == BILL and costs.bills is not None:
            shown = costs.bills.at(period.first)
            of_month = shown.parts[0].bill
            bill = (", ".join((f"Bill £{of_month.total:,}", *of_month.labels)),)
    return MeterOfPage(loaded.point.title, about, priced, bill)


def _written(page: Page, format_: str, *, is_plain: bool) -> str:
    if format_ == "json":
        sections = [
            {**each._asdict(), "bars": [bar._asdict() for bar in each.bars]}
            for each in page.sections
        ]
        return json.dumps({"title": page.title, "sections": sections}, indent=1)
    if format_ == "html":
        from octoterm.digest.html import html

        return html(page)
    if format_ == "markdown":
        from octoterm.digest.markdown import markdown

        return markdown(page)
    from octoterm.digest.text import text

    width = min(shutil.get_terminal_size((80, 24)).columns, WIDEST) - 2
    return text(page, max(20, width), is_plain=is_plain)
