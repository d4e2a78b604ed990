"""Showing costs in place of readings, as a part of the dashboard."""

from __future__ import annotations

from collections.abc import Callable

from textual import work

from octoterm.config.reader import Config
from octoterm.errors import OctotermError
from octoterm.session.live_meters import Sleep
from octoterm.session.source import Source
from octoterm.ui.saving import SavingScreen

MONEY = "£"


class CostsScreen(SavingScreen):
    """Shows readings, or what they cost, in any view."""

    def __init__(
        self, source: Source, config: Config, *, clock: Callable[[], float], sleep: Sleep
    ) -> None:
        super().__init__(source, config, clock=clock, sleep=sleep)
        self._config_file = config.path
        self._is_making_costs = False

    @property
    def other_unit(self) -> str:
        """The unit that the key switches to."""
        stored = self.shown.stored
        return stored.quantity.whole.unit if stored is not None and self.shows_costs else MONEY

    def action_quantity(self) -> None:
        """Show what the readings cost, or the readings again."""
        self.show_pending_move()
        self.shows_costs, self.shown_before = not self.shows_costs, self.shown
        self._show_readings()

    def make_costs(self) -> None:
        if not self._is_making_costs:
            self._is_making_costs = True
            self._make_costs()

    @work(group="costs")
    async def _make_costs(self) -> None:
        """Work out the costs of the meter that is shown, until they cover all its readings."""
        try:
            while self.needs_costs and not self.meters.has_costs:
                await self.meters.make_costs()
        except OctotermError as error:
            self.notify(str(error), severity="warning", markup=False)
        finally:
            self._is_making_costs = False
        self._show_readings()

    def why_no_costs(self) -> tuple[str, ...]:
        """What to say in place of the view if nothing in the period has a cost, or empty."""
        period = self.shown.period
        if self.shown.supplement is None or self.shown.series is not None or period is None:
            return ()
        from octoterm.ui.no_costs import why_there_are_none

        return why_there_are_none(self.meters.current, period, self._config_file)
