"""What energy cost: readings and prices brought together. Pure.

A `Costing` has the readings of a meter point and the price of each half hour. `ledger` adds them
up exactly; `cost_series` is what the views draw.
"""
