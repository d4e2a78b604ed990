"""The energy price guarantee: the government's discount on variable rates. Pure.

The rates published for its time are without the discount, so nobody paid them.
"""

from __future__ import annotations

from datetime import UTC, datetime

from octoterm.tariffs.tariff_code import is_variable

BEFORE_GUARANTEE = "before the price guarantee"
_SINCE = int(datetime(2022, 9, 30, 23, tzinfo=UTC).timestamp())
_UNTIL = int(datetime(2023, 6, 30, 23, tzinfo=UTC).timestamp())


def is_before_guarantee(tariff: str, start: int, end: int) -> bool:
    """Whether rates of the tariff, from `start` to `end` in UTC seconds, lack the discount."""
    return is_variable(tariff) and start < _UNTIL and end > _SINCE
