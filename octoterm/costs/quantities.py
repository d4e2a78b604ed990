"""How costs and unit rates are written. Pure."""

from __future__ import annotations

from octoterm.consumption.quantity import Form, Quantity

COST = Quantity(
    key="cost_pence",
    whole=Form("£", 2, factor=0.01, unit_first=True),
    half_hour=Form("p", 2),
    rate=Form("p/h", 1),
    rate_key="base_cost_pence_per_hour",
    rate_name="base cost",
    sum_decimals=4,
    noteworthy=25.0,
    negligible=1e-4,
    small_rate_key="pence_per_hour",
)
"""What energy costs, or what is paid for it if it is exported: in pence, with VAT."""

NET_COST = COST._replace(
    whole=COST.whole._replace(is_signed=True),
    half_hour=COST.half_hour._replace(is_signed=True),
    rate=COST.rate._replace(is_signed=True),
)
"""What a household pays for imports less what it is paid for exports."""
