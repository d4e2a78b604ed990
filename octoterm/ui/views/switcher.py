"""The views of one period, one of them looked at, above the figures of that period."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.reactive import reactive
from textual.widgets import ContentSwitcher

from octoterm.analysis.comparison import Against, Beside, compare
from octoterm.consumption.series import Series
from octoterm.periods.period import Period
from octoterm.session.position import Position
from octoterm.storage.file_facts import FileFacts
from octoterm.ui.views.data.view import DataView
from octoterm.ui.views.profile.view import ProfileView
from octoterm.ui.views.table.view import SummaryTable
from octoterm.ui.views.trends.view import TrendsView
from octoterm.ui.views.usage.view import UsageChart
from octoterm.ui.widgets.figures_strip import FiguresStrip
from octoterm.ui.widgets.unscrolled import Unscrolled
from octoterm.ui.widgets.view import View


class Switcher(ContentSwitcher, Unscrolled):
    """Shows one of the views, one of which is higher than the others."""


class Views(Vertical):
    """Hands down what it is given, and keeps to itself which view and part are looked at."""

    series: reactive[Series | None] = reactive(None, repaint=False)
    position: reactive[Position | None] = reactive(None, repaint=False)
    period: reactive[Period | None] = reactive(None, repaint=False)
    storage: reactive[FileFacts] = reactive(FileFacts(), repaint=False)
    view: reactive[str] = reactive("usage", init=False, repaint=False)
    against: reactive[Against | None] = reactive(None, repaint=False)
    """What the period is compared with, if with anything."""
    chosen: reactive[Beside | None] = reactive(None, repaint=False)
    """The bar under the chart's cursor, while that is used."""

    def __init__(self, average_days: tuple[int, ...]) -> None:
        super().__init__()
        self._chart = UsageChart()
        self._table = SummaryTable(id="table")
        self._trends = TrendsView(average_days, id="trends")
        self._profile = ProfileView(id="profile")
        self._data = DataView(id="data")
        self._views: dict[str, View] = {
            "usage": self._chart,
            "table": self._table,
            "trends": self._trends,
            "profile": self._profile,
            "data": self._data,
        }
        self._figures = FiguresStrip()
        # Held, not looked up: a sync may still report while the screen is being taken apart.
        self._switcher = Switcher(initial=self.view)

    def compose(self) -> ComposeResult:
        shown = (Views.series, Views.period)
        compared = (*shown, Views.against)
        with self._switcher:
            with Vertical(id="usage"):
                yield self._chart.data_bind(*compared)
                yield SummaryTable(id="below", shows_cursor=False).data_bind(*compared)
            yield self._table.data_bind(*compared)
            yield self._trends.data_bind(*shown)
            yield self._profile.data_bind(*shown)
            yield self._data.data_bind(Views.series, Views.position, Views.storage)
        yield self._figures.data_bind(*compared, Views.chosen)

    def on_mount(self) -> None:
        self.watch(self._chart, "chosen", self._take_chosen)

    def _take_chosen(self, chosen: Beside | None) -> None:
        self.chosen = chosen

    @property
    def current(self) -> View:
        """The view that is looked at."""
        return self._views[self.view]

    def show_next(self) -> None:
        """Go to the next view; after the last comes the first."""
        names = list(self._views)
        self.view = names[(names.index(self.view) + 1) % len(names)]

    def compare_next(self) -> None:
        """Compare with the period before, then with a year earlier, then not at all."""
        turns = [None, *Against]
        self.against = turns[(turns.index(self.against) + 1) % len(turns)]

    @property
    def comparison_in_words(self) -> str:
        """How the period compares, with all reservations; empty where that is not asked."""
        if self.series is None or self.period is None or self.against is None:
            return ""
        found = compare(self.series, self.period, self.against)
        return found.words if found else "Each beside the one before"

    def watch_view(self, view: str) -> None:
        self._switcher.current = view
        self._figures.display = self.current.follows_period
        self._look_at_day()

    def watch_position(self, before: Position | None, position: Position | None) -> None:
        if before is None or position is None or not self._is_a_step(before, position):
            self._look_at_day()

    def _is_a_step(self, before: Position, position: Position) -> bool:
        """Whether it led to another period of the same kind, where a cursor keeps its place."""
        if self.series is None or before.granularity is not position.granularity:
            return False
        return before.period(self.series) != position.period(self.series)

    def _look_at_day(self) -> None:
        """Where there is nothing better, the cursor is on the day that is kept in view."""
        if self.position is not None:
            self.current.look_at(self.position.day)
