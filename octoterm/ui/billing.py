"""Looking at bills, as a part of the dashboard: from one billing month to the next, into the days
of a block, and back. While its view is shown, it takes over keys that move."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from octoterm.consumption.series import Series
from octoterm.periods.period import Granularity, Period, add_months
from octoterm.session.live_meter import LiveMeter
from octoterm.session.position import Position, end_in_words
from octoterm.ui.costs import CostsScreen

if TYPE_CHECKING:
    from octoterm.session.meter_bills import BillShown, MeterBills

BILL = "bill"
MONTHS_OF_LEAP = 12


class BillingScreen(CostsScreen):
    """Shows the bill of the billing month that contains the day in view, in the view of bills."""

    _entered_from_bill: tuple[Position, Position] | None = None
    """The position in the view of bills that a block was entered from, and the one it led to."""

    def action_view(self, view: str) -> None:
        """Show this view."""
        raise NotImplementedError

    @property
    def _shows_bill(self) -> bool:
        return self.views.view == BILL

    @property
    def needs_costs(self) -> bool:
        return super().needs_costs or self._shows_bill

    @property
    def _bills(self) -> MeterBills | None:
        """The bills of the current meter; None unless the view of bills is shown."""
        costs = self.meters.current.costs
        return costs.bills if costs is not None and self._shows_bill else None

    def bill_of(self, meter: LiveMeter) -> BillShown | None:
        if self._bills is None or meter.position is None:
            return None
        return self._bills.at(meter.position.day)

    def show_or_leave_bill(self) -> None:
        """Bring the bill up to date after another view was chosen."""
        if self._shows_bill or self.shown.bill is not None:
            self._show_position()

    def why_no_costs(self) -> tuple[str, ...]:
        if not self._shows_bill:
            return super().why_no_costs()
        bill = self.shown.bill
        if bill is None or bill.is_known:
            return ()
        from octoterm.ui.no_costs import why_there_is_no_bill

        return why_there_is_no_bill(self.meters.current, bill.month, bill.label, self._config_file)

    def moved(self, here: Position, steps: int, series: Series) -> Position:
        bills, whole = self._bills, series.whole
        if bills is None or whole is None:
            return super().moved(here, steps, series)
        month = bills.month_after(bills.month_of(here.day), steps)
        if not month.overlaps(whole):
            return here
        first, last = max(month.first, whole.first), min(month.last, whole.last)
        return replace(here, day=min(max(add_months(here.day, steps), first), last))

    def end_of_readings(self, steps: int) -> str:
        if not self._shows_bill or not self.meters.current.is_whole or self.shown.day is None:
            return super().end_of_readings(steps)
        day = Period.containing(Granularity.DAY, self.shown.day)
        return end_in_words(day, self.shown.stored, steps)

    def action_leap(self, steps: int) -> None:
        if not self._shows_bill:
            super().action_leap(steps)
            return
        self._move_with(
            lambda here, all_: self.moved(here, steps * MONTHS_OF_LEAP, all_),
            self.end_of_readings(steps),
        )

    def action_show(self, granularity: str) -> None:
        if self._shows_bill:
            self.show_status("A bill is of a billing month: 1 to 5 show other periods")
        else:
            super().action_show(granularity)

    def entered(self, here: Position, period: Period) -> Position:
        """The position in a period that is opened in another view."""
        there = here.entering(period)
        if self._shows_bill:
            there = replace(there, day=self.views.current.day_under_cursor or there.day)
            self._entered_from_bill = here, there
        return there

    def action_leave(self) -> None:
        if self._shows_bill:
            self.app.bell()
            self.show_status("A bill is of a billing month: 1 to 5 show other periods")
            return
        self.show_pending_move()
        came, here = self._entered_from_bill, self.shown.position
        stored = self.shown.stored
        if came and here and stored and _kinds(here) == _kinds(came[1]):
            self._entered_from_bill = None
            self._move_to(came[0].within(stored))
            self.action_view(BILL)
        else:
            super().action_leave()


def _kinds(position: Position) -> tuple[Granularity, ...]:
    return (*position.entered_from, position.granularity)
