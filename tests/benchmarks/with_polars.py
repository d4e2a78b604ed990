"""kWh of each month of the CSV files named, as JSON, by means of polars."""

from __future__ import annotations

import json
import sys

import polars as pl

SCHEMA = {"Start": pl.String, "End": pl.String, "Consumption": pl.Float64}


def monthly(path: str) -> dict[str, float]:
    """kWh of each London month, by `2024-03`."""
    months = (
        pl.scan_csv(path, schema=SCHEMA)
        .select(instant(pl.col("Start")).dt.convert_time_zone("Europe/London"), "Consumption")
        .set_sorted("Start")
        .group_by_dynamic("Start", every="1mo")
        .agg(pl.col("Consumption").sum())
        .select(pl.col("Start").dt.strftime("%Y-%m"), "Consumption")
        .collect()
    )
    return dict(months.iter_rows())


def instant(stamp: pl.Expr) -> pl.Expr:
    """The UTC time of `2024-03-14T00:30:00Z` or of `2024-07-14T00:30:00+01:00`.

    A format with an offset (`%+`) would do as well, but the whole takes a tenth longer then.
    London's offsets are whole hours.
    """
    clock = stamp.str.head(19).str.to_datetime("%Y-%m-%dT%H:%M:%S")
    hours = stamp.str.slice(19, 3).str.to_integer(strict=False)
    ahead = pl.when(stamp.str.ends_with("Z")).then(0).otherwise(hours)
    return (clock - pl.duration(hours=ahead)).dt.replace_time_zone("UTC")


if __name__ == "__main__":
    print(json.dumps({path: monthly(path) for path in sys.argv[1:]}))
