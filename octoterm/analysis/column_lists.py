"""Which columns tables have, in order: exported, printed, and shown in the dashboard. Pure."""

from __future__ import annotations

from octoterm.analysis.base_load import has_base_load
from octoterm.consumption.quantity import Quantity
from octoterm.consumption.series import Series
from octoterm.periods.period import Granularity


def exported_columns(quantity: Quantity, compared: bool) -> tuple[str, ...]:
    """The keys of a record in JSON and CSV, in order."""
    key = quantity.key
    keys = (
        "start", "end", "label", key, "readings", "expected", f"peak_{key}", "peak_start",
        quantity.rate_key, *projected_columns(quantity), f"last_12_months_{key}",
    )  # fmt: skip
    if not compared:
        return keys
    change = f"compare_{key}", f"change_{key}", "change_percent"
    return (*keys, *change, f"compared_{key}", "compared_with", "comparison")


def projected_columns(quantity: Quantity) -> tuple[str, ...]:
    """The keys of a Projection in JSON and CSV, in its order; cells are empty if there is none."""
    return f"projected_{quantity.key}", "projected_low", "projected_high"


def printed_columns(series: Series, kind: Granularity, compared: bool) -> tuple[str, ...]:
    """The keys of the columns that a command prints for parts of this kind, in order."""
    key = series.quantity.key
    if compared:
        change = *_change_columns(series.quantity), f"compare_{key}"
        return "label", key, "counts", *change, "compared_with"
    if kind is Granularity.HALF_HOUR:  # a single value has no peak and no average
        return "label", key
    average = () if kind is Granularity.DAY else ("a_day",)
    peak = f"peak_{key}", "peak_start"
    return "label", key, *average, *peak, *_base_load_column(series), "change", "counts"


def shown_columns(series: Series, kind: Granularity, compared: bool) -> tuple[str, ...]:
    """The keys of the columns that the dashboard shows for parts of this kind, in order."""
    key = series.quantity.key
    changes = _change_columns(series.quantity)
    others = (f"compare_{key}", *changes, "stretch") if compared else ()
    if kind is Granularity.HALF_HOUR:
        return "label", key, *others, "bar", "rate", "mark"
    average = () if kind is Granularity.DAY else ("a_day",)
    change = () if compared else ("change",)
    peak = f"peak_{key}", "peak_start"
    figures = (*peak, *_base_load_column(series), *change, "counts", "mark")
    return "label", key, *others, "bar", *average, *figures


def _change_columns(quantity: Quantity) -> tuple[str, ...]:
    """The keys of the columns that show changes to people."""
    amount = f"change_{quantity.key}"
    return (amount,) if quantity.is_signed else (amount, "change_percent")


def _base_load_column(series: Series) -> tuple[str, ...]:
    """The key of the column that shows base loads to people, if there is one."""
    return (series.quantity.rate_key,) if has_base_load(series) else ()
