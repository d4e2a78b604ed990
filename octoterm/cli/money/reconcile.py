"""`octoterm reconcile`: octoterm's own figures against the supplier's website."""

from __future__ import annotations

import json
from pathlib import Path

from octoterm.bills.reconcile import Reconciled, reconcile
from octoterm.cli import console, reports
from octoterm.cli.arguments import Arguments
from octoterm.cli.printed import money, reconcile_table
from octoterm.cli.printed.wording import reasons_in_words
from octoterm.cli.source import open_source, refuse_demo
from octoterm.errors import NotReadings, UsageError
from octoterm.export.cost_rows import reconciled_record
from octoterm.household.meter_point import MeterPoint
from octoterm.number_format import count
from octoterm.periods.calendar import Calendar
from octoterm.readings_csv.website_csv import WebsiteCsv, read_website_csv
from octoterm.runtime.slices import finish
from octoterm.safe_text import clean
from octoterm.session.costings import costing_of
from octoterm.storage.folders import Folders
from octoterm.storage.given_file import opened
from octoterm.storage.state.supplier_costs_file import keep_supplier_costs, supplier_costs_path
from octoterm.tariffs.supply import NO_COSTS
from octoterm.tariffs.tariff_code import has_smart_charging


def run(asked: Arguments) -> int:
    """Compare, and keep the supplier's costs if asked to. Raises OctotermError."""
    if asked.keep:
        refuse_demo(asked, "what it keeps")
    theirs = _read(asked.file)
    asked.since = asked.until = None
    with open_source(asked) as source:
        about, contents = reports.subject_and_contents(asked, source)
        point = about.point
        if point.is_net:
            raise UsageError(
                f"{point.name} has no CSV of the website", "Add --meter with the name of another"
            )
        supplies = money.supplies(source, about, contents)
        if asked.keep:
            _keep(theirs, asked.file, point, source.folders)
    (supplied,) = supplies.paid
    if lines := sum(times for _, times in theirs.reasons):
        console.print_error(
            f"{count(lines, 'line')} of {clean(str(asked.file))} cannot be read: "
            f"{reasons_in_words(theirs.reasons)}."
        )
    days = Calendar()
    period = money.days_between(days.day_of(min(theirs.rows)), days.day_of(max(theirs.rows)))
    own = supplied._replace(supply=supplied.supply._replace(told=NO_COSTS))
    found: Reconciled = reconcile(
        finish(costing_of(contents, own, period.first, period.last)), theirs.rows
    )
    money.say_what_is_not_known(supplies)
    if asked.keep and not any(
        has_smart_charging(each.tariff) for each in supplied.supply.agreements
    ):
        console.print_error(
            f"{point.name} has no tariff with smart charging: its costs stay octoterm's own."
        )
    if asked.format == "json":
        console.say(json.dumps(reconciled_record(found), indent=2))
    else:
        console.say("\n".join(reconcile_table.lines(point.title, found, period)))
    return 0


def _read(path: Path) -> WebsiteCsv:
    """The supplier's file. Raises FileError, including if it has no half hour."""
    name = clean(str(path))
    with opened(path) as texts:
        found = read_website_csv(texts, name)
    if not found.rows:
        raise NotReadings(f"{name} has no half hour that can be read", "Download it again")
    return found


def _keep(theirs: WebsiteCsv, path: Path, point: MeterPoint, folders: Folders) -> None:
    """Raises NotReadings if there are none to keep, FileError."""
    costs = {start: row.pence for start, row in theirs.rows.items() if row.pence is not None}
    if not costs:
        raise NotReadings(
            f"{clean(str(path))} has no costs to keep", "Download the one with estimated costs"
        )
    file = supplier_costs_path(folders.data, point.fuel, point.number)
    kept = finish(keep_supplier_costs(file, costs))
    console.print_error(
        f"Kept the supplier's cost of {count(len(costs), 'half hour')} in {clean(str(file))}: "
        f"{kept.new:,} new, {kept.changed:,} changed."
    )
