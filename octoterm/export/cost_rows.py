"""Records of costs and bills for other programs. Pure.

Every number is rounded by itself, half up: pence and kWh to four decimals, the pounds of a bill to
a penny. Those pounds are texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from octoterm.analysis.comparison.compared_parts import ComparedPart
from octoterm.analysis.table_columns import columns
from octoterm.bills.bill import Bill
from octoterm.bills.blocks import Block
from octoterm.bills.cost_periods import CostPeriod
from octoterm.bills.explanations import Explanation
from octoterm.bills.reconcile import Reconciled
from octoterm.consumption.series import Series
from octoterm.costs.cost import Cost
from octoterm.costs.rounding import number
from octoterm.periods.london import iso
from octoterm.periods.period import Granularity

DECIMALS = 4
"""Decimals of pence and kWh."""
COST_KEYS = (
    "start", "end", "label", "kwh", "energy_pence", "standing_pence", "vat_pence", "cost_pence",
    "priced", "expected", "missing", "unpriced", "pence_per_kwh", "labels",
)  # fmt: skip
CSV_COST_KEYS = (*COST_KEYS[:12], "unpriced_kwh", "unpriced_reasons", *COST_KEYS[12:])
"""In a CSV, `unpriced` is a count."""
BLOCK_KEYS = (
    "from", "to", "tariff", "register", "kwh", "rate_pence", "energy_pence", "days",
    "standing_rate_pence", "standing_pence", "vat_percent",
)  # fmt: skip


def rounded(amount: Fraction) -> float:
    """The amount to four decimals."""
    return number(amount, DECIMALS)


def or_none(amount: Fraction | None) -> float | None:
    """The amount to four decimals; None if it is None."""
    return None if amount is None else rounded(amount)


def cost_record(period: CostPeriod, cost: Cost) -> dict[str, object]:
    """What a stretch of time cost, with `COST_KEYS`."""
    values = (
        iso(period.start),
        iso(period.end),
        period.label,
        rounded(cost.kwh),
        rounded(cost.energy),
        rounded(cost.standing),
        rounded(cost.vat),
        rounded(cost.total),
        cost.priced,
        cost.expected,
        cost.missing,
        [
            {
                "reason": part.reason.value,
                "half_hours": part.half_hours,
                "kwh": rounded(part.kwh),
            }
            for part in cost.unpriced
        ],
        or_none(cost.pence_per_kwh),
        list(cost.labels),
    )
    return dict(zip(COST_KEYS, values, strict=True))


def flat_cost_record(period: CostPeriod, cost: Cost) -> dict[str, object]:
    """The same for a CSV, with `CSV_COST_KEYS`: lists are joined by semicolons."""
    record = cost_record(period, cost) | {
        "unpriced": sum(part.half_hours for part in cost.unpriced),
        "unpriced_kwh": rounded(sum((part.kwh for part in cost.unpriced), Fraction(0))),
        "unpriced_reasons": "; ".join(
            f"{part.reason.value}: {part.half_hours}" for part in cost.unpriced
        ),
        "labels": "; ".join(cost.labels),
    }
    return {key: record[key] for key in CSV_COST_KEYS}


def comparison_keys(series: Series) -> tuple[str, ...]:
    """The keys of a comparison of costs, the same as in a summary."""
    key = series.quantity.key
    change = f"compare_{key}", f"change_{key}", "change_percent"
    return (*change, f"compared_{key}", "compared_with", "comparison")


def comparison_records(
    series: Series, kind: Granularity, rows: Iterable[ComparedPart]
) -> Iterator[Mapping[str, object]]:
    """The comparison of each row, with `comparison_keys`."""
    every = columns(series, kind)
    chosen = [every[key] for key in comparison_keys(series)]
    return ({column.key: column.value(row) for column in chosen} for row in rows)


def bill_record(
    bill: Bill, explanations: Sequence[Explanation] | None = None
) -> dict[str, object]:
    """A bill; and what would explain another amount, if that was asked for."""
    record: dict[str, object] = {
        "from": iso(bill.start),
        "to": iso(bill.end),
        "blocks": [block_record(block) for block in bill.blocks],
        "subtotal": _pounds(bill.subtotal),
        "vat": [
            {"percent": rounded(each.percent), "amount": _pounds(each.amount)} for each in bill.vat
        ],
        "total": _pounds(bill.total),
        "coverage": {
            "expected": bill.expected,
            "priced": bill.priced,
            "missing": bill.missing,
            "unpriced": bill.unpriced,
        },
        "labels": list(bill.labels),
    }
    if explanations is not None:
        record["explanations"] = [
            {
                "what": each.what,
                "total": _pounds(each.total),
                "difference": _pounds(each.difference),
            }
            for each in explanations
        ]
    return record


def net_record(paid: Bill, earned: Bill) -> dict[str, object]:
    """The bill of imports, with the credit for exports."""
    return {
        **bill_record(paid),
        "credit": _pounds(earned.total),
        "net": _pounds(paid.total - earned.total),
        "export": bill_record(earned),
    }


def block_record(block: Block) -> dict[str, object]:
    """A block of a bill, with `BLOCK_KEYS`."""
    return {
        "from": iso(block.start),
        "to": iso(block.end),
        "tariff": block.tariff,
        "register": block.register.value,
        "kwh": rounded(block.kwh),
        "rate_pence": or_none(block.rate),
        "energy_pence": rounded(block.energy),
        "days": block.days,
        "standing_rate_pence": or_none(block.standing_rate),
        "standing_pence": rounded(block.standing),
        "vat_percent": rounded(block.vat_percent),
    }


def _pounds(amount: Decimal) -> str:
    return f"{amount + Decimal('0.00'):.2f}"


def reconciled_record(found: Reconciled) -> dict[str, object]:
    """octoterm's figures beside the supplier's. What is not known is None; a half hour is named by
    its start."""
    return {
        "days": [
            {
                "date": day.day.isoformat(),
                "kwh_ours": or_none(day.kwh_ours),
                "kwh_theirs": or_none(day.kwh_theirs),
                "pence_ours": or_none(day.pence_ours),
                "pence_theirs": or_none(day.pence_theirs),
            }
            for day in found.days
        ],
        "only_ours": list(map(iso, found.only_ours)),
        "only_theirs": list(map(iso, found.only_theirs)),
        "difference_pence": or_none(found.difference),
    }
