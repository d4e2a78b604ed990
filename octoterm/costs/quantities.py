"""How costs and unit rates are written. Pure."""

from __future__ import annotations

from octoterm.consumption.quantity import Form, Quantity

_PENCE = Form("p", 0, unit_attached=True, rounded_half_up=True)
_POUNDS = Form("£", 2, factor=0.01, unit_first=True, rounded_half_up=True, small=_PENCE)
_UNIT_RATE = Form("p/kWh", 1, rounded_half_up=True)

COST = Quantity(
    key="cost_pence",
    whole=_POUNDS,
    half_hour=_PENCE._replace(decimals=2),
    rate=Form("p/h", 1),
    rate_key="base_cost_pence_per_hour",
    rate_name="base cost",
    sum_decimals=4,
    noteworthy=25.0,
    negligible=1e-4,
    small_rate_key="pence_per_hour",
    fixed_name="standing",
    missing="no cost known",
    missing_half_hour="no cost known",
    none_due="none known",  # it may have been read, without a price
    before_first="no cost known",
    after_last="no cost known",
    has_base=False,  # the cheapest half hour depends on the rate more than on the use
    is_use=False,
)
"""What energy costs, in pence, with VAT."""

INCOME = COST._replace(total_name="Income")
"""What is paid for exports, in pence."""

NET_COST = COST._replace(
    whole=_POUNDS._replace(is_signed=True, small=_PENCE._replace(is_signed=True)),
    half_hour=COST.half_hour._replace(is_signed=True),
    rate=COST.rate._replace(is_signed=True),
    total_name="Net cost",
)
"""What a household pays for imports less what it is paid for exports."""

UNIT_RATE = Quantity(
    key="pence_per_kwh",
    whole=_UNIT_RATE,
    half_hour=_UNIT_RATE,
    rate=_UNIT_RATE,
    rate_key="lowest_pence_per_kwh",
    rate_name="unit rate",
    sum_decimals=4,
    noteworthy=1.0,
    negligible=1e-4,
    has_base=False,
    is_use=False,
)
"""What a kWh costs, or earns, with VAT and without standing charges."""

PRICE = UNIT_RATE._replace(half_hour=_UNIT_RATE._replace(decimals=2))
"""The published price of a half hour: with enough decimals to tell it from the next."""
