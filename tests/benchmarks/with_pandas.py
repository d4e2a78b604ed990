"""kWh of each month of the CSV files named, as JSON, by means of pandas."""

from __future__ import annotations

import json
import sys

import pandas as pd


def monthly(path: str) -> dict[str, float]:
    """kWh of each London month, by `2024-03`."""
    readings = pd.read_csv(path, usecols=["Start", "Consumption"])
    # `parse_dates` gives up where summer and winter have different offsets.
    starts = pd.to_datetime(readings["Start"], utc=True, format="ISO8601")
    readings.index = pd.DatetimeIndex(starts).tz_convert("Europe/London")
    months = readings["Consumption"].resample("MS").sum()
    return dict(zip(months.index.strftime("%Y-%m"), months, strict=True))


if __name__ == "__main__":
    print(json.dumps({path: monthly(path) for path in sys.argv[1:]}))
