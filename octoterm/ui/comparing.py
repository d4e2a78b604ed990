"""Looking at tariffs, as a part of the dashboard: the comparison of the current meter, its prices,
and a changed use. While its view is shown, it takes over the keys that move. Enter and the
refresh are handled here for all views."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import work

from octoterm.consumption.series import Series
from octoterm.household.meter import Fuel
from octoterm.periods.period import Period
from octoterm.session.live_meter import LiveMeter
from octoterm.session.position import Position
from octoterm.ui.pricing import PricingScreen

if TYPE_CHECKING:
    from octoterm.session.comparing.live_comparison import LiveComparison
    from octoterm.session.comparing.tariffs_shown import TariffsShown
    from octoterm.tariff_comparison.what_if import WhatIf

TARIFFS = "tariffs"
STOPPED = "Stopped: r fetches the rest"
ALL = 1000
"""More rows than there are tariffs."""
ITS_PERIOD = "Whole months are compared, up to twelve: 1 to 5 show other periods"


class ComparingScreen(PricingScreen):
    """Compares tariffs over the last whole months, in the view of tariffs."""

    _comparisons: dict[tuple[Fuel, str, str], LiveComparison] | None = None
    """Key of a meter point → its comparison; None until tariffs are first shown."""

    def _enter(self, period: Period | None) -> None:
        """Open a period, or say that there is none to open."""
        raise NotImplementedError

    def _sync(self, *, in_full: bool = False) -> object:
        """Fetch new readings."""
        raise NotImplementedError

    @property
    def _shows_tariffs(self) -> bool:
        return self.views.view == TARIFFS

    def _comparison_of(self, meter: LiveMeter) -> LiveComparison:
        from octoterm.session.comparing.live_comparison import LiveComparison

        if self._comparisons is None:
            self._comparisons = {}
        found = self._comparisons.get(meter.point.key)
        if found is None:
            found = LiveComparison(self.meters, meter, self._show_comparison, self._clock)
            self._comparisons[meter.point.key] = found
        return found

    def _show_comparison(self) -> None:
        if self._shows_tariffs and self.is_attached:
            self._show_readings()

    def tariffs_of(self, meter: LiveMeter) -> TariffsShown | None:
        return self._comparison_of(meter).shown if self._shows_tariffs else None

    def _show_position(self) -> None:
        if self._shows_tariffs:
            comparison = self._comparison_of(self.meters.current)
            if comparison.is_to_be_made:
                self._compare_tariffs(comparison)
            if comparison.is_due:
                self._fetch_tariffs(comparison)
        super()._show_position()

    def show_or_leave_bill(self) -> None:
        super().show_or_leave_bill()
        if self._shows_tariffs or self.shown.tariffs is not None:
            self._show_position()

    @work(group="tariffs")
    async def _compare_tariffs(self, comparison: LiveComparison) -> None:
        await comparison.make()

    @work(group="sync")
    async def _fetch_tariffs(self, comparison: LiveComparison) -> None:
        """Fetch what is due; if that is stopped, say how to continue."""
        try:
            await comparison.fetch()
        except asyncio.CancelledError:
            if self.is_attached:
                self.show_status(STOPPED)
            raise

    def why_no_costs(self) -> tuple[str, ...]:
        if not self._shows_tariffs:
            return super().why_no_costs()
        has_readings = bool(self.shown.stored)
        return self.shown.tariffs.why if has_readings and self.shown.tariffs else ()

    # The keys

    @property
    def other_unit(self) -> str:
        return "" if self._shows_tariffs else super().other_unit

    def action_quantity(self) -> None:
        if self._shows_tariffs:
            self.show_status("Tariffs are compared in pounds")
        else:
            super().action_quantity()

    def moved(self, here: Position, steps: int, series: Series) -> Position:
        return here if self._shows_tariffs else super().moved(here, steps, series)

    def end_of_readings(self, steps: int) -> str:
        return ITS_PERIOD if self._shows_tariffs else super().end_of_readings(steps)

    def _move_with(self, step: Callable[[Position, Series], Position], nowhere: str = "") -> None:
        if self._shows_tariffs:
            self.app.bell()
            self.show_status(ITS_PERIOD)
        else:
            super()._move_with(step, nowhere)

    def action_pick_date(self) -> None:
        if self._shows_tariffs:
            self.show_status(ITS_PERIOD)
        else:
            super().action_pick_date()

    def action_leap(self, steps: int) -> None:
        if self._shows_tariffs:
            self.views.current.step(steps * max(1, self.views.current.size.height // 2), 0)
        else:
            super().action_leap(steps)

    def action_first(self) -> None:
        if self._shows_tariffs:
            self.views.current.step(-ALL, 0)
        else:
            super().action_first()

    def action_last(self) -> None:
        if self._shows_tariffs:
            self.views.current.step(ALL, 0)
        else:
            super().action_last()

    def action_enter(self) -> None:
        self.show_pending_move()
        if not self.views.current.open():
            self._enter(self.views.current.period_under_cursor)

    def action_leave(self) -> None:
        if not self._shows_tariffs:
            super().action_leave()
        elif not self.views.current.close():
            self.app.bell()
            self.show_status(ITS_PERIOD)

    def on_months_shown(self) -> None:
        self.update_availability()

    def action_refresh_readings(self) -> None:
        """Fetch new readings and the prices that are shown, even if they were fetched today."""
        self.ask_for_prices(again=True)
        self._sync(in_full=True)
        if self._shows_tariffs:
            comparison = self._comparison_of(self.meters.current)
            comparison.fetch_again()
            self._fetch_tariffs(comparison)

    def action_what_if(self) -> None:
        """Ask how the use is to be changed, and compare with that."""
        if not self._shows_tariffs:
            return
        from octoterm.ui.screens.what_if import WhatIfDialog

        comparison = self._comparison_of(self.meters.current)
        if comparison.why_never:
            self.app.bell()
            self.show_status(comparison.why_never[0].rstrip("."))
            return
        self.app.push_screen(WhatIfDialog(comparison.what_if), self._use)

    def _use(self, what_if: WhatIf | None) -> None:
        """Compare with this change, or with none if it is empty; do nothing if it is None."""
        if what_if is None:
            return
        self.note_activity()
        self._comparison_of(self.meters.current).use(what_if if any(what_if) else None)
        self._show_position()
