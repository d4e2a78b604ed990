"""`octoterm bill`: a bill as the supplier makes it, and what would explain another one."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Mapping
from decimal import Decimal

from octoterm.bills.bill import bill_of, together
from octoterm.bills.billing_month import billing_month_from, billing_month_of
from octoterm.bills.explanations import DAYS_AROUND, Explanation, explanations
from octoterm.cli import console, reports
from octoterm.cli.arguments import Arguments
from octoterm.cli.printed import bill_table, money
from octoterm.cli.reports import Subject
from octoterm.cli.source import open_source
from octoterm.costs.costing import Costing
from octoterm.errors import UsageError
from octoterm.export.cost_rows import bill_record, net_record
from octoterm.household.meter import Meter
from octoterm.periods.calendar import Calendar
from octoterm.periods.london import ONE_DAY
from octoterm.periods.period import Granularity, Period
from octoterm.readings_csv.contents import Contents
from octoterm.runtime.slices import finish
from octoterm.safe_text import clean
from octoterm.session.costings import Supplied, Supplies, costing_of, costs_of
from octoterm.tariffs.supply import Supply

_AMOUNT = re.compile(r"[-−]?£?[-−]?(?:\d{1,9}|\d{1,3}(?:,\d{3}){1,2})(?:\.\d{1,2})?", re.ASCII)


def run(asked: Arguments) -> int:
    """Print the bill. Raises OctotermError."""
    charged = _charged(asked.charged)
    with open_source(asked) as source:
        about, contents = reports.subject_and_contents(asked, source)
        if about.point.is_net and charged is not None:
            raise _is_no_bill(about)
        supplies = money.supplies(source, about, contents)
    period = _days(asked, about, supplies.paid[0].supply.terms.billing_day)
    money.say_what_is_not_known(supplies)
    if about.nothing:
        console.print_error(about.nothing)
    if about.point.is_net:
        console.say(_net(asked, contents, supplies, period))
    else:
        console.say(_bill(asked, contents, supplies.paid[0], period, charged))
    return 0


def _bill(
    asked: Arguments,
    contents: Mapping[Meter, Contents],
    supplied: Supplied,
    period: Period,
    charged: Decimal | None,
) -> str:
    """The bill of one meter point, with what would explain that another amount was charged."""
    around = (0 if charged is None else DAYS_AROUND) * ONE_DAY

    def costing_with(supply: Supply) -> Costing:
        changed = supplied._replace(supply=supply)
        return finish(costing_of(contents, changed, period.first - around, period.last + around))

    bill = bill_of(costing_with(supplied.supply), period)
    found: tuple[Explanation, ...] | None = None
    if charged is not None:
        found = explanations(supplied.supply, period, charged, costing_with)
    if asked.format == "json":
        return json.dumps(bill_record(bill, found), indent=2)
    point = supplied.point
    lines = [*bill_table.lines(point.title, bill, period, point.direction)]
    if charged is not None and found is not None:
        lines += bill_table.explained(bill, charged, found)
    return "\n".join(lines)


def _net(
    asked: Arguments, contents: Mapping[Meter, Contents], supplies: Supplies, period: Period
) -> str:
    """The bills for the imports and exports of a home, and the payment minus the earnings."""
    costs = finish(costs_of(contents, supplies, period.first, period.last))
    sides = (costs.costings, costs.subtracted)
    paid, earned = ([bill_of(each, period) for each in side] for side in sides)
    if asked.format == "json":
        return json.dumps(net_record(together(paid), together(earned)), indent=2)
    lines: list[str] = []
    for supplied, bill in zip(supplies.every, [*paid, *earned], strict=True):
        point = supplied.point
        lines += [*bill_table.lines(point.title, bill, period, point.direction), ""]
    lines += bill_table.netted(together(paid), together(earned))
    return "\n".join(lines)


def _days(asked: Arguments, about: Subject, billing_day: int) -> Period:
    """The days of --from and --to, or of the billing month that begins in the month of --month; by
    default the billing month of the last reading. Raises UsageError."""
    if asked.month is not None:
        if about.since or about.until:
            raise UsageError("--month cannot be combined with --from and --to", "Leave one out")
        today = Calendar().day_of(int(time.time()))
        typed = reports.typed_date("--month", asked.month, today)
        if typed is None or typed.kind is not Granularity.MONTH:
            raise UsageError(
                f"--month: ‘{clean(asked.month, 30)}’ is not a month", "Write it as 2024-03"
            )
        return billing_month_from(money.days_between(typed.first, typed.last).first, billing_day)
    if about.since and about.until:
        return money.days_between(about.since, about.until)
    if about.since or about.until:
        given, other = ("--from", "--to") if about.since else ("--to", "--from")
        raise UsageError(f"{given} needs {other}", "A bill is from one day to another")
    whole = money.london_days(about)
    last = whole.last if whole else Calendar().day_of(int(time.time()))
    return billing_month_of(last, billing_day)


def _charged(typed: str | None) -> Decimal | None:
    """The pounds of --charged. Raises UsageError."""
    if typed is None:
        return None
    text = "".join(typed.split())
    if not _AMOUNT.fullmatch(text):
        raise UsageError(
            f"--charged: ‘{clean(typed, 30)}’ is not an amount", "Write pounds, as in 81.47"
        )
    return Decimal(text.replace("−", "-").replace("£", "").replace(",", "")).quantize(
        Decimal("0.01")
    )


def _is_no_bill(about: Subject) -> UsageError:
    names = ", ".join(f'"{each.name}"' for each in about.config.points if not each.is_net)
    return UsageError(
        f"{about.point.name} is no bill: imports and exports are billed apart",
        f"With --charged, add --meter {names}",
    )
