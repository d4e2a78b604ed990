"""What a meter point costs, or pays; of a net use, what is paid for imports less what is earned by
exports. Pure."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from octoterm.consumption.merging import net
from octoterm.consumption.series import Series
from octoterm.costs.cost import Cost, cost_between, less, together
from octoterm.costs.cost_series import cost_columns, cost_series, daily_charges
from octoterm.costs.costing import Costing
from octoterm.costs.quantities import NET_COST
from octoterm.runtime.slices import Sliced


class PointCosts(NamedTuple):
    """The costings of what is shown as one; of a single meter point it is one."""

    costings: tuple[Costing, ...]
    """What is paid for, or of a single meter point that exports, what is earned by it."""
    subtracted: tuple[Costing, ...] = ()
    """Of a net use, the exports."""

    @property
    def is_net(self) -> bool:
        """Whether it is a net use."""
        return bool(self.subtracted)

    def between(self, start: int, end: int, *, with_days: bool = True) -> Cost:
        """The exact cost of the half hours from `start` to `end` (UTC seconds) and, `with_days`,
        the standing charges of the London days that begin in them."""

        def cost(costings: tuple[Costing, ...]) -> Cost:
            return together(
                [cost_between(each, start, end, with_days=with_days) for each in costings]
            )

        paid = cost(self.costings)
        return less(paid, cost(self.subtracted)) if self.subtracted else paid

    def series(self, before: Series | None = None) -> Sliced[Series]:
        """The cost of each half hour in pence with VAT, for the views."""
        if not self.subtracted:
            return (yield from cost_series(self.costings[0], before))
        paid = []
        for each in self.costings:
            paid.append((yield from cost_columns(each)))
        earned = []
        for each in self.subtracted:
            earned.append((yield from cost_columns(each)))
        columns = yield from net(paid, earned)
        charges: dict[date, float] = {}
        for sign, costings in ((1, self.costings), (-1, self.subtracted)):
            for each in costings:
                for day, pence in daily_charges(each).items():
                    charges[day] = charges.get(day, 0.0) + sign * pence
        days = self.costings[0].days
        return (yield from Series.build_in_slices(columns, days, 1.0, before, NET_COST, charges))
