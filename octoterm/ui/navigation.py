"""Navigation: which meter and period are shown, and the keys that move between them, unless a
later class of the dashboard's chain takes a key over for its view."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from textual import work
from textual.reactive import reactive

from octoterm.analysis.freshness import is_old
from octoterm.analysis.unusual_days import UnusualDay, earlier_unusual_day, later_unusual_day
from octoterm.config.reader import Config
from octoterm.consumption.series import Series
from octoterm.household.account import Direction
from octoterm.periods.london import ONE_DAY
from octoterm.periods.period import Granularity, Period
from octoterm.session.live_meter import LiveMeter
from octoterm.session.live_meters import LiveMeters, Sleep
from octoterm.session.position import Position, end_in_words
from octoterm.session.shown import Shown
from octoterm.session.source import Source
from octoterm.ui.driver.screen import BaseScreen

if TYPE_CHECKING:
    from octoterm.session.comparing.tariffs_shown import TariffsShown
    from octoterm.session.meter_bills import BillShown
    from octoterm.session.pricing.prices_shown import PricesShown


class NavigationScreen(BaseScreen[None]):
    """The base of the dashboard: shows one meter at a time, and moves among periods and meters."""

    # Without `repaint=False`, a change would repaint the whole screen.
    shown: reactive[Shown] = reactive(Shown, repaint=False)

    def __init__(
        self, source: Source, config: Config, *, clock: Callable[[], float], sleep: Sleep
    ) -> None:
        super().__init__()
        self.set_reactive(NavigationScreen.shown, Shown(bands=config.bands))
        self.meters = LiveMeters(source, config, self._show_readings, clock=clock, sleep=sleep)
        self._clock = clock
        self._is_untouched = True
        self._message = ""
        self._asked: Position | None = None
        """The position last moved to, in any meter; other meters may have no readings there."""
        self._pending: Position | None = None
        """The position that keys have moved to, until it is shown."""
        self._unusual_day: date | None = None
        """The unusual day found last."""
        self._pending_steps = 0
        """The `steps` of each of these keys."""
        self.shows_costs = False
        """Whether what the readings cost is shown in their place."""
        self.shown_before: Shown | None = None
        """What was shown before the unit was switched, with the figures worked out for it."""

    def show_status(self, message: str = "") -> None:
        """Bring the status line up to date; `message` takes its place until the next key."""
        raise NotImplementedError

    @property
    def day_left_for(self) -> date | None:
        """The day under the cursor of the current view if the period is to follow it there."""
        raise NotImplementedError

    def show_direction(self, direction: Direction) -> None:
        """Show by colour what the current meter measures: what is used, or what is exported."""
        raise NotImplementedError

    def update_availability(self) -> None:
        """Show which commands can be used now."""
        raise NotImplementedError

    def make_costs(self) -> None:
        """Make the costs of the current meter, and then show them."""
        raise NotImplementedError

    @property
    def needs_costs(self) -> bool:
        """Whether costs are needed for what is shown."""
        return self.shows_costs

    def bill_of(self, meter: LiveMeter) -> BillShown | None:  # noqa: ARG002
        """The bill to show for the meter; None if bills are not shown."""
        return None

    def prices_of(self, meter: LiveMeter) -> PricesShown | None:  # noqa: ARG002
        """The prices to show for the meter; None if prices are not shown."""
        return None

    def tariffs_of(self, meter: LiveMeter) -> TariffsShown | None:  # noqa: ARG002
        """The comparison with other tariffs to show for the meter; None if it is not shown."""
        return None

    def moved(self, here: Position, steps: int, series: Series) -> Position:
        """The position this many steps later."""
        return here.moved(steps, series)

    def _show_readings(self) -> None:
        """Show the current readings of the meter; until a key is pressed, its latest complete
        day."""
        if not self.is_attached:
            return
        meter = self.meters.current
        if self._is_untouched or meter.position is None:
            meter.open()
            self._asked = meter.position
        self._show_position()
        self.show_status(self._message)

    def _show_position(self) -> None:
        """Show the meter at its position: its readings, or what they cost."""
        meter = self.meters.current
        meter.update_position()
        if self.needs_costs and not self.meters.has_costs:
            self.make_costs()
        costs = meter.costs if self.shows_costs else None
        shown = replace(
            self.shown,
            meter_label=meter.point.label,
            file_facts=meter.file_facts,
            series=costs.series_at(meter.position) if costs else meter.series,
            supplement=costs.supplement if costs else None,
            is_old=meter.series is not None and is_old(meter.series, self._clock()),
            position=meter.position,
            bill=self.bill_of(meter),
            prices=self.prices_of(meter),
            tariffs=self.tariffs_of(meter),
        )
        self.shown = self.shown_before if shown == self.shown_before else shown
        self.show_direction(meter.point.direction)
        self.update_availability()

    def _move_to(self, there: Position) -> None:
        self._asked = self.meters.current.position = there
        self._show_position()

    def note_activity(self) -> None:
        """Note a key press or click: from now on, new readings do not move the position."""
        self._is_untouched = False
        if self._message:
            self.show_status()

    def action_next_meter(self) -> None:
        self.show_pending_move()
        self.meters.next(self._asked)

    def action_meter(self, number: int) -> None:
        """Show the meter of this number, from 0."""
        self.show_pending_move()
        self.meters.show(number, self._asked)

    def _move_with(self, step: Callable[[Position, Series], Position], nowhere: str = "") -> None:
        """Go where `step` leads; if that is the current position, show `nowhere`."""
        self.show_pending_move()
        if self.shown.position is None or self.shown.stored is None:
            return
        there = step(self.shown.position, self.shown.stored)
        if there == self.shown.position:
            self.app.bell()
            self.show_status(nowhere)
        else:
            self._move_to(there)
            self.show_status()

    def action_move(self, steps: int) -> None:
        """Move by periods. If many keys move the same way at once, only the last is shown."""
        if steps != self._pending_steps:
            self.show_pending_move()
        here = self._pending or self.shown.position
        if here is None or self.shown.stored is None:
            return
        there = self.moved(here, steps, self.shown.stored)
        if there == here:
            self.show_pending_move()
            self.app.bell()
            self.show_status(self.end_of_readings(steps))
            return
        if self._pending is None:
            self.call_next(self.show_pending_move)
        self._pending, self._pending_steps = there, steps

    def show_pending_move(self) -> None:
        """Show the pending position, or that of a cursor that has left the period. Called before
        any other command, which applies there."""
        there, self._pending, self._pending_steps = self._pending, None, 0
        here, series = self.shown.position, self.shown.stored
        if there is None and here is not None and series is not None:
            day = self.day_left_for
            there = None if day is None else here.at_day(day, series)
        if there is not None:
            self._move_to(there)
            self.show_status()

    def action_leap(self, steps: int) -> None:
        self._move_with(lambda here, all_: here.leapt(steps, all_), self.end_of_readings(steps))

    def action_first(self) -> None:
        self._move_with(lambda here, all_: here.at_first(all_), self.end_of_readings(-1))

    def action_last(self) -> None:
        self._move_with(lambda here, all_: here.at_last(all_), self.end_of_readings(1))

    def action_latest(self) -> None:
        self.meters.current.mark_all_seen()
        self._move_with(lambda here, all_: here.at_latest(all_), "This is the latest complete day")

    def action_show(self, granularity: str) -> None:
        self._move_with(lambda here, _: here.showing(Granularity(granularity)))

    def move_to_unusual_day(
        self, series: Series, day: date, *, later: bool
    ) -> tuple[UnusualDay | None, bool]:
        """Go to the next unusual day in this direction or, after the last, to the one at the other
        end of the readings; return it, and whether it is further on. The search begins at `day`,
        the day in view; in a longer period it begins at one end, unless `day` was found last."""
        find, other_end = (
            (later_unusual_day, date.min) if later else (earlier_unusual_day, date.max)
        )
        period = self.shown.period
        if period is not None and period.length > 1 and day != self._unusual_day:
            day = period.first - ONE_DAY if later else period.end
        further = find(series, day)
        found = further or find(series, other_end)
        if found is not None:
            there = self._unusual_day = found.day
            self._move_with(lambda here, all_: here.at_day(there, all_))
        return found, further is not None

    def end_of_readings(self, steps: int) -> str:
        if steps < 0 and not self.meters.current.is_whole:
            return "Earlier readings are still being read"
        return end_in_words(self.shown.period, self.shown.stored, steps)

    def action_pick_date(self) -> None:
        self.show_pending_move()
        self.type_ahead.hold(self._open_picker)  # what is typed from now on is for the picker
        self._open_picker()

    @work(group="picker", exclusive=True)
    async def _open_picker(self) -> None:
        from octoterm.ui.screens.date_picker import DatePicker

        try:
            series = await self.meters.current.fully_read()  # the picker offers all readings
            if series is not None and self.shown.day is not None:
                today = series.calendar.day_of(int(self._clock()))
                self.app.push_screen(DatePicker(series, self.shown.day, today), self._go_to)
        finally:
            self.type_ahead.release(self._open_picker)

    def _go_to(self, picked: Period | None) -> None:
        if picked is not None:
            self._move_with(lambda here, all_: here.at_period(picked, all_))

    def on_period_left(self) -> None:
        self.show_pending_move()

    def action_leave(self) -> None:
        self._move_with(lambda here, _: here.leaving(), "Already showing everything")
