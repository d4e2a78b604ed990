"""What a meter point costs, or what it earns; for a net use, what is paid for imports less what is
earned by exports. Pure."""

from __future__ import annotations

from datetime import date

from octoterm.consumption.days import Columns
from octoterm.consumption.merging import net
from octoterm.consumption.series import Series
from octoterm.costs.balance import Sides, on_balance
from octoterm.costs.cost import Cost, cost_between, less, together
from octoterm.costs.cost_series import cost_columns, cost_series, daily_charges
from octoterm.costs.costing import Costing
from octoterm.costs.quantities import NET_COST
from octoterm.runtime.slices import Sliced, finish


class PointCosts:
    """The costs of what is shown as one; for a single meter point, it has one costing."""

    def __init__(
        self, costings: tuple[Costing, ...], subtracted: tuple[Costing, ...] = ()
    ) -> None:
        """`subtracted` are the exports of a net use."""
        self.costings = costings
        """Of what is paid for, or of the single meter point that exports."""
        self.subtracted = subtracted
        self._on_balance: Sides | None = None

    @property
    def is_net(self) -> bool:
        """Whether it is a net use."""
        return bool(self.subtracted)

    def between(self, start: int, end: int, *, with_days: bool = True) -> Cost:
        """The exact cost of the half hours from `start` to `end` (UTC seconds) and, `with_days`,
        the standing charges of the London days that begin in them."""
        paid, earned = (
            [cost_between(each, start, end, with_days=with_days) for each in side]
            for side in finish(self._sides())
        )
        return less(together(paid), together(earned)) if earned else together(paid)

    def series(self, before: Series | None = None) -> Sliced[Series]:
        """The cost of each half hour in pence with VAT, for the views."""
        if not self.is_net:
            return (yield from cost_series(self.costings[0], before))
        columns: list[list[Columns]] = [[], []]
        charges: dict[date, float] = {}
        sides = yield from self._sides()
        for sign, side, found in zip((1, -1), sides, columns, strict=True):
            for each in side:
                found.append((yield from cost_columns(each)))
                for day, pence in daily_charges(each).items():
                    charges[day] = charges.get(day, 0.0) + sign * pence
        balance = yield from net(*columns)
        days = self.costings[0].days
        return (yield from Series.build_in_slices(balance, days, 1.0, before, NET_COST, charges))

    def _sides(self) -> Sliced[Sides]:
        """What is paid and what is earned; for a net use, in the half hours that both have."""
        if not self.is_net:
            return self.costings, ()
        if self._on_balance is None:
            self._on_balance = yield from on_balance(self.costings, self.subtracted)
        return self._on_balance
