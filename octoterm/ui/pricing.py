"""Looking at prices, as a part of the dashboard: it moves between tariffs and days, and requests
the prices that are due. While its view is shown, it takes over the keys that move. The keys of
the cursor, `o` and the stopping of requests are handled here for all views."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from textual import work

from octoterm.config.reader import Config
from octoterm.consumption.series import Series
from octoterm.periods.london import ONE_DAY, london
from octoterm.periods.period import Period
from octoterm.session.live_meter import LiveMeter
from octoterm.session.live_meters import Sleep
from octoterm.session.position import Position
from octoterm.session.source import Source
from octoterm.ui.billing import BillingScreen

if TYPE_CHECKING:
    from octoterm.session.pricing.live_prices import LivePrices, LookedAt
    from octoterm.session.pricing.prices_shown import PricesShown

PRICES = "prices"
LOOK_AGAIN_EVERY = 30.0
"""Seconds between checks for whether another half hour has begun, or prices are due."""
A_WEEK = 7
OTHER_PERIODS = "Prices are of a day: 1 to 5 show other periods"


class PricingScreen(BillingScreen):
    """Shows the prices of today and all published later ones, or those of an earlier day."""

    def __init__(
        self, source: Source, config: Config, *, clock: Callable[[], float], sleep: Sleep
    ) -> None:
        super().__init__(source, config, clock=clock, sleep=sleep)
        self._asks_with = source, config, sleep
        self._live_prices: LivePrices | None = None
        self._day_of_prices: date | None = None
        """The past day whose prices are shown; None for today and the time ahead."""
        self._shows_use = False
        self._is_stopped = False
        """Whether requests were stopped, and are to continue only when something is pressed."""

    @property
    def shows_prices(self) -> bool:
        """Whether prices are shown."""
        return self.views.view == PRICES

    @property
    def is_asking(self) -> bool:
        """Whether there are requests that Esc would stop."""
        fetches = self._live_prices is not None and self._live_prices.is_fetching
        return self.meters.is_syncing or (self.shows_prices and fetches)

    def prices_of(self, meter: LiveMeter) -> PricesShown | None:
        if not self.shows_prices or self._live_prices is None:
            return None
        return self._live_prices.shown(self._looked_at(meter))

    def _open_prices(self) -> LivePrices:
        """Begin to show prices, and to check regularly what is due while they are shown."""
        from octoterm.session.pricing.live_prices import LivePrices

        source, config, sleep = self._asks_with
        self.set_interval(LOOK_AGAIN_EVERY, self.look_at_prices_again)
        return LivePrices(source, config, self._show_new_prices, clock=self._clock, sleep=sleep)

    def _looked_at(self, meter: LiveMeter) -> LookedAt:
        from octoterm.session.pricing.live_prices import LookedAt

        readings = meter.series if self._shows_use else None
        household = tuple(each.point for each in self.meters.all)
        return LookedAt(meter.point, household, self._day_of_prices, readings)

    def _show_new_prices(self) -> None:
        if self.shows_prices and self.is_attached:
            self._show_position()

    def look_at_prices_again(self) -> None:
        """Show which half hour is running, and request what is due."""
        live = self._live_prices
        if live is not None and self.shows_prices and self.is_attached:
            self._show_position()
            if not (self._is_stopped or live.is_fetching):
                self.ask_for_prices()

    def show_or_leave_prices(self) -> None:
        """Bring the prices up to date after another view was chosen."""
        if self.shows_prices:
            self._live_prices = self._live_prices or self._open_prices()
            self._day_of_prices = None
            self._show_position()
            self.ask_for_prices()
        elif self.shown.prices is not None:
            self._show_position()

    @work(group="prices", exclusive=True)
    async def ask_for_prices(self, *, again: bool = False) -> None:
        """Request the prices that are shown, if they are due."""
        self._is_stopped = False
        if self.shows_prices and self._live_prices is not None:
            await self._live_prices.ask(self._looked_at(self.meters.current), again=again)

    def stop_asking(self) -> None:
        """Stop all requests."""
        self._is_stopped = self.is_asking
        for group in ("sync", PRICES):
            self.workers.cancel_group(self, group)

    # Other meters

    def action_next_meter(self) -> None:
        super().action_next_meter()
        if self.shows_prices:
            self.ask_for_prices()

    def action_meter(self, number: int) -> None:
        super().action_meter(number)
        if self.shows_prices:
            self.ask_for_prices()

    # The cursor, other tariffs, and the use

    def action_cursor(self, rows: int, columns: int) -> None:
        """Move the cursor of the view."""
        self.show_pending_move()
        self.views.current.step(rows, columns)
        if self.shows_prices:
            self.show_status(self.views.current.cursor_in_words)

    def action_next_choice(self) -> None:
        """Show the next choice of the view."""
        self.show_pending_move()
        if self.shows_prices and self._live_prices is not None:
            self._live_prices.next_choice(self._looked_at(self.meters.current))
            self._show_position()
            self.ask_for_prices()
        else:
            self.views.current.next_choice()
        self.update_availability()

    @property
    def other_unit(self) -> str:
        if not self.shows_prices:
            return super().other_unit
        return "Without use" if self._shows_use else "Use"

    def action_quantity(self) -> None:
        if not self.shows_prices:
            super().action_quantity()
            return
        self._shows_use = not self._shows_use
        self._show_position()
        prices = self.shown.prices
        is_lacking = prices is not None and prices.use is not None and not prices.use.is_known
        self.show_status("No readings of it yet: ← goes to earlier days" if is_lacking else "")

    # Other days

    def _go_to_prices_of(self, day: date, nowhere: str) -> None:
        """Show the prices of a London day, or those of today and later if it has not passed."""
        today = london(int(self._clock())).date()
        there = day if day < today else None
        if there == self._day_of_prices:
            self.app.bell()
            self.show_status(nowhere)
            return
        self._day_of_prices = there
        self._show_position()
        self.show_status()
        self.ask_for_prices()

    def _step_days(self, days: int) -> None:
        here = self._day_of_prices or london(int(self._clock())).date()
        self._go_to_prices_of(here + days * ONE_DAY, "These are the latest prices")

    def action_move(self, steps: int) -> None:
        if self.shows_prices:
            self._step_days(steps)
        else:
            super().action_move(steps)

    def action_leap(self, steps: int) -> None:
        if self.shows_prices:
            self._step_days(steps * A_WEEK)
        else:
            super().action_leap(steps)

    def action_first(self) -> None:
        whole = self.shown.stored.whole if self.shown.stored is not None else None
        if not self.shows_prices:
            super().action_first()
        elif whole is not None:
            self._go_to_prices_of(whole.first, "The first day with readings")

    def action_last(self) -> None:
        if self.shows_prices:
            self.action_latest()
        else:
            super().action_last()

    def action_latest(self) -> None:
        if self.shows_prices:
            self._go_to_prices_of(date.max, "These are the latest prices")
        else:
            super().action_latest()

    def _go_to(self, picked: Period | None) -> None:
        if self.shows_prices and picked is not None:
            self._go_to_prices_of(picked.first, "These are the latest prices")
        else:
            super()._go_to(picked)

    def action_show(self, granularity: str) -> None:
        if self.shows_prices:
            self.show_status(OTHER_PERIODS)
        else:
            super().action_show(granularity)

    def action_leave(self) -> None:
        if self.shows_prices:
            self.action_latest()
        else:
            super().action_leave()

    def entered(self, here: Position, period: Period) -> Position:
        if not self.shows_prices:
            return super().entered(here, period)
        return Position(period.granularity, period.first)

    def moved(self, here: Position, steps: int, series: Series) -> Position:
        return here if self.shows_prices else super().moved(here, steps, series)
