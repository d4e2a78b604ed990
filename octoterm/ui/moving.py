"""Moving about in the readings: which meter is shown, which period of it, and where keys lead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from textual import work
from textual.reactive import reactive

from octoterm.config.reader import Config
from octoterm.consumption.series import Series
from octoterm.periods.period import Granularity
from octoterm.session.live_meters import LiveMeters, Sleep
from octoterm.session.position import Position, end_in_words
from octoterm.session.session import Source
from octoterm.session.shown import Shown
from octoterm.ui.driver.screen import BaseScreen
from octoterm.ui.screens.date_picker import DatePicker


class Moving(BaseScreen[None]):
    """A screen of one meter at a time; the dashboard says what else it holds."""

    # Not drawn by the screen itself, which would repaint all that is on it.
    shown: reactive[Shown] = reactive(Shown, repaint=False)

    def __init__(
        self, source: Source, config: Config, *, clock: Callable[[], float], sleep: Sleep
    ) -> None:
        super().__init__()
        self.meters = LiveMeters(source, config, self._show_readings, clock=clock, sleep=sleep)
        self._clock = clock
        self._nobody_here = True
        self._word = ""
        self._asked: Position | None = None
        """Where the person went last, in whichever meter: another may have no readings then."""
        self._led_to: Position | None = None
        """Where keys have led, while that is yet to be shown."""
        self._steps_there = 0
        """The steps of each of these keys."""

    def say(self, word: str = "") -> None:
        """Bring the status line up to date; `word` takes its place until the next key."""
        raise NotImplementedError

    def say_what_is_available(self) -> None:
        """Show which commands can be used now."""
        raise NotImplementedError

    def _show_readings(self) -> None:
        """Show the meter as it is now; while nobody is here yet, on its latest complete day."""
        if not self.is_attached:
            return
        meter = self.meters.current
        if self._nobody_here or meter.position is None:
            meter.open()
            self._asked = meter.position
        self._show_position()
        self.say(self._word)

    def _show_position(self) -> None:
        """Show the meter where it is looked at."""
        meter = self.meters.current
        meter.note_what_is_seen()
        self.shown = replace(
            self.shown,
            meter_label=meter.label,
            storage=meter.storage,
            series=meter.series,
            position=meter.position,
        )
        self.say_what_is_available()

    def _go(self, there: Position) -> None:
        self._asked = self.meters.current.position = there
        self._show_position()

    def note_activity(self) -> None:
        """A key was pressed: from now on the view stays where the person puts it."""
        self._nobody_here = False
        if self._word:
            self.say()

    def action_next_meter(self) -> None:
        self._arrive()
        self.meters.next(self._asked)

    def _travel(self, step: Callable[[Position, Series], Position], nowhere: str = "") -> None:
        """Go where `step` leads; where that is nowhere, say so in words."""
        self._arrive()
        if self.shown.position is None or self.shown.series is None:
            return
        there = step(self.shown.position, self.shown.series)
        if there == self.shown.position:
            self.app.bell()
            self.say(nowhere)
        else:
            self._go(there)
            self.say()

    def action_move(self, steps: int) -> None:
        """As `_travel`, but where many keys lead the same way at once, only the end is shown."""
        if steps != self._steps_there:
            self._arrive()
        here = self._led_to or self.shown.position
        if here is None or self.shown.series is None:
            return
        there = here.moved(steps, self.shown.series)
        if there == here:
            self._arrive()
            self.app.bell()
            self.say(self._end_of_readings(steps))
            return
        if self._led_to is None:
            self.call_next(self._arrive)
        self._led_to, self._steps_there = there, steps

    def _arrive(self) -> None:
        """Show where keys have led: what comes after them is meant for there."""
        there, self._led_to, self._steps_there = self._led_to, None, 0
        if there is not None:
            self._go(there)
            self.say()

    def action_leap(self, steps: int) -> None:
        self._travel(lambda here, all_: here.leapt(steps, all_), self._end_of_readings(steps))

    def action_first(self) -> None:
        self._travel(lambda here, all_: here.at_first(all_), self._end_of_readings(-1))

    def action_last(self) -> None:
        self._travel(lambda here, all_: here.at_last(all_), self._end_of_readings(1))

    def action_latest(self) -> None:
        self.meters.current.see_all()
        self._travel(lambda here, all_: here.at_latest(all_), "This is the latest complete day")

    def action_show(self, granularity: str) -> None:
        self._travel(lambda here, _: here.showing(Granularity(granularity)))

    def _end_of_readings(self, steps: int) -> str:
        if steps < 0 and not self.meters.current.is_whole:
            return "Earlier readings are still being read"
        return end_in_words(self.shown.period, self.shown.series, steps)

    @work(group="picker", exclusive=True)
    async def action_pick_date(self) -> None:
        self._arrive()
        series = await self.meters.current.all_there_is()  # a dialog of the last weeks is none
        if series is None or self.shown.day is None:
            return
        today = series.calendar.day_of(int(self._clock()))
        picked = await self.app.push_screen_wait(DatePicker(series, self.shown.day, today))
        if picked is not None:
            self._travel(lambda here, all_: here.at_day(picked, all_))

    def action_leave(self) -> None:
        self._travel(lambda here, _: here.leaving(), "These are all readings")
