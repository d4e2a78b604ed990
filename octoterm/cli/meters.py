"""`octoterm meters`: every meter point, with its meters, files, readings and tariff."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from octoterm.analysis.table_columns import EMPTY_CELL
from octoterm.cli import console, readings
from octoterm.cli.arguments import Arguments
from octoterm.cli.printed.wording import aligned, json_list
from octoterm.cli.source import config_of, open_source, points_asked_for
from octoterm.config.supplies import terms_of
from octoterm.household.account import Agreement
from octoterm.household.meter import UNIT_CUBIC_METRES
from octoterm.household.meter_point import MeterPoint
from octoterm.periods.labels import reach_label
from octoterm.periods.london import iso
from octoterm.runtime.slices import finish
from octoterm.session.meter_series import columns_of
from octoterm.session.source import Source
from octoterm.tariffs.rates import DIRECT_DEBIT
from octoterm.tariffs.terms import Terms


def run(asked: Arguments) -> int:
    """Print them. Raises OctotermError."""
    now = int(time.time())
    with open_source(asked) as source:
        config = config_of(source)
        points = [point for point in points_asked_for(asked, config) if not point.is_net]
        found = [
            _Found.of(point, _starts(source, point), terms_of(config, point), now)
            for point in points
        ]
    if asked.format == "json":
        console.say(json_list(map(_record, found)))
    else:
        console.say("\n".join(_table(found)))
    return 0


def _starts(source: Source, point: MeterPoint) -> Sequence[int]:
    """The starts of its readings, those of all its meters joined. Raises OctotermError."""
    return finish(columns_of(readings.stored(source, point), point)).starts


class _Found(NamedTuple):
    """A meter point, and what is stored for it."""

    point: MeterPoint
    readings: int
    first: int | None
    """Start of the first reading, UTC seconds."""
    last: int | None
    agreement: Agreement | None
    """The agreement that applies now, or applied last."""
    terms: Terms

    @classmethod
    def of(cls, point: MeterPoint, starts: Sequence[int], terms: Terms, now: int) -> _Found:
        first, last = (starts[0], starts[-1]) if starts else (None, None)
        return cls(point, len(starts), first, last, point.agreement_at(now), terms)

    @property
    def tariff(self) -> str | None:
        """Its code, or the prices of one that was typed in."""
        if self.agreement is None:
            return None
        return self.point.charge_settings.tariff_name(self.agreement.tariff)

    @property
    def billing(self) -> str:
        """How it is paid for, if not as usual: `not by direct debit, billing day 15`."""
        terms = self.terms
        method = "" if terms.payment_method == DIRECT_DEBIT else "not by direct debit"
        day = "" if terms.billing_day == 1 else f"billing day {terms.billing_day}"
        return ", ".join(filter(None, (method, day)))


def _record(found: _Found) -> dict[str, object]:
    point, agreement = found.point, found.agreement
    return {
        "name": point.name,
        "fuel": point.fuel.value,
        "direction": point.direction.value,
        "mpan": point.number,
        "serials": [meter.serial for meter in point.meters],
        "files": [str(meter.csv) for meter in point.meters],
        "unit": point.unit,
        "first": iso(found.first),
        "last": iso(found.last),
        "readings": found.readings,
        "tariff": found.tariff,
        "since": iso(agreement.since) if agreement else None,
        "until": iso(agreement.until) if agreement else None,
        "payment_method": found.terms.payment_method,
        "billing_day": found.terms.billing_day,
    }


def _table(found: Sequence[_Found]) -> Iterator[str]:
    billing = "Billing" if any(each.billing for each in found) else ""
    rows = [("Meter", "MPAN or MPRN", "Serials", "Readings", "Stored", "Tariff", billing)]
    rows += [
        (
            each.point.name + (" (m³)" if each.point.unit == UNIT_CUBIC_METRES else ""),
            each.point.number,
            ", ".join(meter.serial for meter in each.point.meters) or "none",
            f"{each.readings:,}",
            EMPTY_CELL
            if each.first is None or each.last is None
            else reach_label(each.first, each.last),
            each.tariff or EMPTY_CELL,
            each.billing,
        )
        for each in found
    ]
    yield from aligned(rows, left={0, 1, 2, 4, 5, 6})
