"""kWh of each month of the CSV files named, as JSON, by means of polars."""

from __future__ import annotations

import json
import sys

import polars as pl

SCHEMA = {"Start": pl.String, "End": pl.String, "Consumption": pl.Float64}


def monthly(path: str) -> dict[str, float]:
    """kWh of each London month, by `2024-03`."""
    start = pl.col("Start").str.to_datetime("%+", time_zone="UTC")
    months = (
        pl.scan_csv(path, schema=SCHEMA)
        .select(start.dt.convert_time_zone("Europe/London"), "Consumption")
        .set_sorted("Start")
        .group_by_dynamic("Start", every="1mo")
        .agg(pl.col("Consumption").sum())
        .select(pl.col("Start").dt.strftime("%Y-%m"), "Consumption")
        .collect()
    )
    return dict(months.iter_rows())


if __name__ == "__main__":
    print(json.dumps({path: monthly(path) for path in sys.argv[1:]}))
