"""The comparison of a meter point with other tariffs, made from what is stored, and again while
prices are fetched.

Imported when tariffs are first looked at, as most of what it needs is used for nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import aclosing
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from octoterm.config.supplies import region_of
from octoterm.consumption.series import Series
from octoterm.errors import OctotermError
from octoterm.periods.london import london
from octoterm.periods.period import Period
from octoterm.runtime.slices import give_way, in_slices
from octoterm.session.comparing.comparison_prices import (
    Asking,
    CandidatesFinished,
    fetch_candidates,
)
from octoterm.session.comparing.tariff_comparison import comparison_of, default_period
from octoterm.session.comparing.tariff_lines import lines_of
from octoterm.session.comparing.tariffs_shown import TariffsShown
from octoterm.session.live_meter import LiveMeter
from octoterm.session.live_meters import LiveMeters
from octoterm.sync.events import PricesCame, PricesWaiting
from octoterm.sync.progress_words import how_far, reason
from octoterm.tariff_comparison.what_if import WhatIf

AGAIN = "r asks again"
STOPPED = "Stopped before all prices had come: r fetches the rest"
COMPARING = ("Comparing tariffs",)
FETCHING = "Fetching the prices of other tariffs"
KEEPS = "Esc stops it and keeps what came."
NO_REGION = (
    "It is not known what you could choose from.",
    "Tariffs differ from region to region, and the code of your own tariff says which is yours.",
    'Name your tariffs by code in the configuration, under "tariffs", or your account\'s number.',
)
NET = (
    "Net use is not compared.",
    "What you import and what you export have a tariff each: compare those.",
    "n goes to the next meter",
)


class _MadeOf(NamedTuple):
    """What a comparison depends on."""

    series: Series
    prices_changed: int
    """When the stored prices were last changed."""
    today: date
    what_if: WhatIf | None


class LiveComparison:
    """The comparison of a meter point, and what is being fetched for it."""

    def __init__(
        self, meters: LiveMeters, live: LiveMeter, changed: Callable[[], object],
        clock: Callable[[], float],
    ) -> None:  # fmt: skip
        self._meters = meters
        self._live = live
        self._changed = changed
        """Called after every change of `shown`."""
        self._clock = clock
        self.what_if: WhatIf | None = None
        self.shown = TariffsShown(direction=live.point.direction, why=COMPARING)
        self._is_making = False
        self._made_of: _MadeOf | None = None
        self._asking = Asking("")
        self._unchanged: tuple[_MadeOf, Fraction | None] | None = None
        """The cost of the own side without a change in use, and what that was made from."""
        self._error: OctotermError | None = None
        """Why the last attempt to compare failed."""
        self._asked_for: tuple[date, Period] | None = None
        """The day on which prices were last asked for, even if that was stopped; and the period
        that they were for, which becomes longer while readings are still coming."""

    @property
    def _today(self) -> date:
        return london(int(self._clock())).date()

    @property
    def _now_of(self) -> _MadeOf | None:
        """What it would be made from now; None if it cannot be made yet."""
        live = self._live
        if live.series is None or not live.is_whole or not len(live.series):
            return None
        return _MadeOf(live.series, self._meters.prices_changed, self._today, self.what_if)

    @property
    def is_to_be_made(self) -> bool:
        """Whether it is out of date, and not being made."""
        return not self._is_making and not self._is_current

    @property
    def _is_current(self) -> bool:
        """Whether it is up to date with what is stored, or cannot be made yet."""
        return self._now_of is None or self._made_of == self._now_of

    @property
    def _period(self) -> Period | None:
        """The time that is compared; None without readings."""
        made_of = self._now_of
        return None if made_of is None else default_period(made_of.series, self._clock())

    @property
    def is_due(self) -> bool:
        """Whether prices are to be fetched: once a day for each period, and not for a net use."""
        if (period := self._period) is None or self._live.is_comparing or self.why_never:
            return False
        return self._asked_for != (self._today, period)

    @property
    def why_never(self) -> tuple[str, ...]:
        """Why it cannot be compared at all; empty if it can."""
        point = self._live.point
        if point.is_net:
            return NET
        return () if region_of(self._meters.config, point) else NO_REGION

    def use(self, what_if: WhatIf | None) -> None:
        """Compare with this change in use from now on; None for no change."""
        self.what_if = what_if

    async def make(self) -> None:
        """Make `shown`, in slices, until it is up to date with what is stored."""
        if self._is_making:
            return
        self._is_making = True
        try:
            while not self._is_current:
                await self._make()
        finally:
            self._is_making = False

    async def _make(self) -> None:
        made_of = self._made_of = self._now_of  # even if it fails: it would fail again
        if made_of is None:
            return
        live = self._live
        period = default_period(made_of.series, self._clock())
        if period is None or self.why_never:
            self._tell(why=self.why_never)
            return
        try:
            compared = await in_slices(
                comparison_of(
                    self._meters.config,
                    self._meters.source.folders,
                    live.point,
                    live.contents,
                    period.first,
                    period.last,
                    what_if=made_of.what_if,
                    now=self._clock(),
                )
            )
        except OctotermError as error:
            self._error = error.with_traceback(None)
            self._tell(comparison=None, lines=())
        else:
            self._error = None
            unchanged = made_of._replace(what_if=None)
            if made_of == unchanged:
                self._unchanged = unchanged, compared.comparison.own.cost
            known = self._unchanged
            self._tell(
                unchanged=known[1] if known is not None and known[0] == unchanged else None,
                period=period,
                direction=live.point.direction,
                comparison=compared.comparison,
                lines=lines_of(compared, live.point.direction),
                what_if=made_of.what_if,
            )

    async def fetch(self) -> None:
        """Fetch what is due. If that is stopped, what came is kept."""
        live, period = self._live, self._period
        if period is None or not self.is_due:
            return
        self._asked_for = self._today, period
        live.is_comparing = True
        problems: tuple[str, ...] = (STOPPED,)
        self._tell(progress=FETCHING, problems=())
        try:
            events = fetch_candidates(
                self._meters.config,
                self._meters.source.folders,
                live.point,
                period.first,
                period.last,
                transport=self._meters.source.connect(),
                now=self._clock,
                sleep=self._meters.sleep,
            )
            async with aclosing(events):
                async for event in events:
                    await give_way()
                    if isinstance(event, CandidatesFinished):
                        problems = event.problems
                    else:
                        self._take(event)
        finally:
            live.is_comparing = False
            self._tell(progress="", problems=problems)

    def fetch_again(self) -> None:
        """Note that prices are to be asked for again, even if they were asked for today."""
        self._asked_for = None

    def _take(self, event: Asking | PricesCame | PricesWaiting) -> None:
        """Show how far the fetch is."""
        more = ""
        if isinstance(event, Asking):
            self._asking = event
        elif isinstance(event, PricesCame):
            more = how_far(event.reached, complete_pass=True)
        else:
            more = f"{reason(event.why)}, trying again"
        asking = self._asking
        done = f"{asking.done} of {asking.of}" if asking.of else ""
        self._tell(progress=" · ".join(filter(None, (FETCHING, done, asking.what, more))))

    def _tell(self, **changes: Any) -> None:
        """Change what is shown, and call `changed`."""
        self.shown = replace(self.shown, **changes)
        if "why" not in changes:
            self.shown = replace(self.shown, why=self._why)
        self._changed()

    @property
    def _why(self) -> tuple[str, ...]:
        """What to show in place of the comparison; empty if there is one."""
        shown = self.shown
        if shown.lines:
            return ()
        if shown.progress:
            return (FETCHING, shown.progress.removeprefix(FETCHING + " · "), KEEPS)
        if self._error is None:
            return COMPARING
        said = (self._error.title, self._error.remedy, *shown.problems)
        return (*(f"{each.rstrip('.')}." for each in dict.fromkeys(said) if each), AGAIN)
