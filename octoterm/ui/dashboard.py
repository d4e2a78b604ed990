"""The main screen, which owns the state: meter, position, readings, sync.

Keys are handled by a chain of classes, each derived from the one before: navigation, saving,
costs, billing, pricing, comparing, noting, alerting, reopening, dashboard. `commands` names the
action of a key; `grep 'def action_NAME' octoterm/ui/*.py` finds it. The last class that has it
gets the key: it acts while its own view is shown, and otherwise calls `super()`. A method that
raises NotImplementedError is defined by a later class. Dialogs are imported when they are opened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.reactive import reactive

from octoterm import number_format
from octoterm.analysis.comparison.references import Reference, references
from octoterm.config.reader import Config
from octoterm.periods.labels import capitalised, day_label
from octoterm.periods.period import Granularity, Period
from octoterm.session.live_meters import Sleep
from octoterm.session.opening import NOWHERE, Opening
from octoterm.session.source import Source
from octoterm.storage.disk_thread import in_thread
from octoterm.ui.commands import COMMANDS, Need, bindings, needs_of
from octoterm.ui.drawing.shortened import cut, longest_fitting
from octoterm.ui.drawing.symbols import symbols_of
from octoterm.ui.no_readings import why_there_are_none
from octoterm.ui.reopening import ReopeningScreen
from octoterm.ui.status import age_of, status_of
from octoterm.ui.views.making import load_views
from octoterm.ui.views.switcher import Views
from octoterm.ui.widgets.key_bar import KeyBar
from octoterm.ui.widgets.period_bar import PeriodBar
from octoterm.ui.widgets.status_line import Status, StatusLine
from octoterm.ui.widgets.view import PeriodEntered, wrapped_in_words
from octoterm.ui.widgets.view_tabs import ViewTabs

if TYPE_CHECKING:
    from octoterm.analysis.records import Entry

SYNC_EVERY = 3600.0
"""Seconds from one sync to the next while the dashboard is open."""
ROWS_FOR_TABS = 8
"""Fewest rows of a terminal that has the tabs; with fewer, the view gets their row."""
LONGEST_NAME = 12
"""Most columns of a meter's name in the key bar."""


class Dashboard(ReopeningScreen):
    """Shows the views of one meter at a time, and syncs while it is open."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings()]

    # Without `repaint=False`, a change would repaint the whole screen.
    status: reactive[Status] = reactive(Status(), repaint=False)
    unavailable: reactive[frozenset[str]] = reactive(frozenset(), repaint=False)
    view: reactive[str] = reactive("usage", repaint=False)
    key_words: reactive[Mapping[str, str]] = reactive(dict, repaint=False)
    age: reactive[str] = reactive("", repaint=False)
    """How old the readings are, if that is to be said; empty otherwise."""

    def __init__(
        self,
        source: Source,
        config: Config,
        opening: Opening = NOWHERE,
        *,
        clock: Callable[[], float],
        sleep: Sleep,
    ) -> None:
        super().__init__(source, config, clock=clock, sleep=sleep)
        self._opening = opening
        self._config = config
        self._is_demo = source.demo
        self.views = Views(config.average_days)
        self._tabs = ViewTabs()
        self._key_bar = KeyBar()

    def compose(self) -> ComposeResult:
        yield PeriodBar(is_demo=self._is_demo).data_bind(Dashboard.shown, Dashboard.age)
        yield self._tabs.data_bind(Dashboard.view)
        yield self.views.data_bind(Dashboard.shown)
        yield StatusLine().data_bind(Dashboard.status)
        yield self._key_bar.data_bind(Dashboard.unavailable, Dashboard.view, Dashboard.key_words)

    def on_mount(self) -> None:
        self._show_readings()
        for warning in self._config.warnings:
            self.notify(warning, severity="warning", markup=False)
        self.call_after_refresh(self._open)

    def on_resize(self) -> None:
        self._tabs.display = self.size.height >= ROWS_FOR_TABS

    @work(group="open")
    async def _open(self) -> None:
        await self.meters.load()
        self.open_where_told()
        self.watch_configuration(self._config)
        self.read_notes()
        self._sync()
        self.set_interval(SYNC_EVERY, self._sync)
        await in_thread(load_views)
        await self.meters.watch_files()

    # The status line and the available commands

    def show_status(self, message: str = "") -> None:
        """Bring the status line up to date; `message` takes its place until the next key."""
        self._message = message
        none = why_there_are_none(self.meters.current, self._config.path)
        self.views.why_empty = self.why_no_costs() or none
        self._key_bar.hides_unavailable = self.views.shows_page
        self.status = Status(message) if message else self._meter_status

    @property
    def _meter_status(self) -> Status:
        status = status_of(
            self.meters.current,
            symbols_of(self.app),
            self._clock(),
            counts_gaps=not self.views.current.counts_gaps,
        )
        if self.views.shows_page and not self.shown.stored and status.tone == "warning":
            return replace(status, text="No readings yet")  # the page says why
        return status

    def check_action(
        self,
        action: str,
        parameters: tuple[object, ...],  # noqa: ARG002
    ) -> bool | None:
        """Whether a command is available; None if it is shown but not available now."""
        return True if self._met.issuperset(needs_of(action)) else None

    @property
    def _met(self) -> frozenset[Need]:
        """The needs that are met now."""
        needs_none = not self.views.current.needs_readings
        has_readings = needs_none or bool(self.shown.stored)
        is_met = {
            Need.READINGS: has_readings,
            Need.ALL_READINGS: needs_none or (has_readings and self.meters.current.is_whole),
            Need.CHOICES: self.views.current.has_choices,
            Need.NO_SYNC: not self.meters.is_syncing,
            Need.CURSOR_OR_SYNC: self.views.current.uses_cursor or self.is_asking,
            Need.OTHER_METERS: len(self.meters.all) > 1,
        }
        return frozenset(need for need, met in is_met.items() if met)

    def update_availability(self) -> None:
        met = self._met
        self.unavailable = frozenset(
            command.action for command in COMMANDS if not met.issuperset(command.needs)
        )
        self.view = self.views.view
        self.key_words = dict(self._key_words())
        self.age = age_of(self.shown, self._clock())

    def _key_words(self) -> Iterator[tuple[str, str]]:
        """What the key bar calls commands whose effect depends on what is shown."""
        yield "earlier_unusual_day", self.views.current.unusual_name
        if self.other_unit:
            yield "quantity", self.other_unit
        if name := self.views.current.next_choice_name:
            yield "next_choice", name
        if len(self.meters.all) > 1:
            name = self.meters.following.point.name
            yield "next_meter", cut(name, LONGEST_NAME)
        if self.is_asking:
            yield "escape", "Stop"
        elif name := self.views.current.escape_name:
            yield "escape", name

    # Views and the cursor

    def action_view(self, view: str) -> None:
        self.show_pending_move()
        self.views.view = view
        self._after_switching()

    def action_next_view(self) -> None:
        self.show_pending_move()
        self.views.show_next()
        self._after_switching()

    def _after_switching(self) -> None:
        """Bring up to date what depends on the view: the bill, the prices, the commands, and what
        the page says."""
        self.show_or_leave_bill()
        self.show_or_leave_prices()
        self.update_availability()
        self.show_status(self._message)

    def action_compare(self) -> None:
        """Compare with the first kind of period; then with the next; then stop comparing."""
        period, against = self.shown.period, self.shown.against
        turns = [None, *(references(period) if period is not None else Reference)]
        here = turns.index(against) if against in turns else -1
        self._compare_with(turns[(here + 1) % len(turns)])

    def action_compare_with(self, reference: str) -> None:
        """Compare with this kind of period; with none if it is empty."""
        self._compare_with(Reference(reference) if reference else None)

    def _compare_with(self, against: Reference | None) -> None:
        self.show_pending_move()
        self.shown = replace(self.shown, against=against)
        readings = self.shown.readings
        if readings is None or (self.views.has_sentences and readings.comparison):
            self.show_status()
        elif (found := readings.comparison) is not None:
            said = longest_fitting((found.words, *found.forms), self.size.width - 2)
            self.show_status(capitalised(said))
        else:
            self.show_status(readings.comparison_named)

    def action_earlier_unusual_day(self) -> None:
        """Go to the unusual day before this one; after the first comes the latest."""
        self._go_to_unusual_day(later=False)

    def action_later_unusual_day(self) -> None:
        """Go to the unusual day after this one; after the latest comes the first."""
        self._go_to_unusual_day(later=True)

    def _go_to_unusual_day(self, *, later: bool) -> None:
        self.show_pending_move()
        series, day, view = self.shown.series, self.shown.day, self.views.current
        if series is None or day is None:
            return
        message = view.later_unusual_day() if later else view.earlier_unusual_day()
        if message is not None:
            self.show_pending_move()  # the period follows the cursor of the view
            self.show_status(message)
            return
        found, is_further = self.move_to_unusual_day(series, day, later=later)
        if found is None:
            self.show_status("No unusual days")
            return
        period = self.shown.period
        is_day = period is not None and period.granularity is Granularity.DAY
        is_said = self.views.has_sentences and is_day
        if is_further:
            self.show_status("" if is_said else found.words)
        else:
            self.app.bell()
            words = day_label(found.day) if is_said else found.words
            self.show_status(f"{wrapped_in_words(later=later)}: {words}")

    def action_records(self) -> None:
        from octoterm.ui.screens.records import RecordsDialog, scopes_of

        self.show_pending_move()
        if (readings := self.shown.readings) is not None:
            self.app.push_screen(RecordsDialog(scopes_of(readings)), self._open_entry)

    def _open_entry(self, entry: Entry | None) -> None:
        """Go to the day that was chosen among the records and unusual days."""
        if entry is not None:
            self.note_activity()
            self._enter(Period.containing(Granularity.DAY, entry.day))
            self.show_status(f"{day_label(entry.day)}: {entry.words}")

    def action_escape(self) -> None:
        """Hide the cursor; if there is none, stop what is being requested."""
        if self.views.current.uses_cursor:
            self.show_pending_move()
            self.views.current.put_cursor_away()
        else:
            self.stop_asking()

    def on_period_entered(self, event: PeriodEntered) -> None:
        self._enter(event.period)

    def _enter(self, period: Period | None) -> None:
        self.show_pending_move()
        leads_to = self.views.current.leads_to  # before the move, which may change it
        if period is None:
            self.show_status(self.views.current.nothing_inside)
        elif leads_to:
            if self.shown.position is not None:
                self._move_to(self.entered(self.shown.position, period))
            self.action_view(leads_to)
        else:
            self._move_with(lambda here, _: here.entering(period))

    # The sync

    @work(group="sync")
    async def action_fill_gaps(self) -> None:
        """Ask again for all missing readings, and show how many came."""
        meter = self.meters.current
        missing = meter.missing_half_hours
        await self.meters.sync(gaps=True)
        if meter.sync.error is None and meter is self.meters.current:
            arrived = max(0, missing - meter.missing_half_hours)
            asked = number_format.count(missing, "missing half hour")
            self.show_status(
                f"{arrived:,} of {asked} arrived"
                if arrived or not missing
                else f"Octopus had none of the {asked}"
            )

    @work(group="sync")
    async def _sync(self, *, in_full: bool = False) -> None:
        await self.meters.sync(in_full=in_full)
        self.read_notes()  # another octoterm may have changed them
        self.look_at_configuration(self._config)
        problems = (self.meters.account_problem, self.meters.price_problems) if in_full else ()
        for problem in filter(None, problems):
            self.notify(problem, severity="warning", markup=False)
        if self._config.alerts and not self._is_demo:
            self.tell_alerts(self._config.path)

    # Other commands

    def action_help(self) -> None:
        from octoterm.ui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.views.view))

    def action_palette(self) -> None:
        from octoterm.ui.palette_entries import palette_entries
        from octoterm.ui.screens.palette import Palette

        self.show_pending_move()
        self.update_availability()
        names = [each.point.name for each in self.meters.all]
        found = palette_entries(
            self.shown, self.unavailable, names, self.meters.number, self.app.available_themes
        )
        self.app.push_screen(Palette(tuple(found)), self._run)

    async def _run(self, action: str | None) -> None:
        """Run the action that was chosen in the palette."""
        if action is not None:
            self.note_activity()
            await self.run_action(action)

    def action_suspend(self) -> None:
        self.app.action_suspend_process()

    def action_quit(self) -> None:
        self.app.exit()
