"""Shows one view at a time, with the figures of the period and sentences about it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.css.scalar import Scalar
from textual.reactive import reactive
from textual.widgets import ContentSwitcher

from octoterm.analysis.comparison.compared_parts import ComparedPart
from octoterm.session.shown import Shown
from octoterm.ui.views.making import VIEWS, make_table_below, make_view
from octoterm.ui.views.usage.view import UsageChart
from octoterm.ui.widgets.empty_page import EmptyPage
from octoterm.ui.widgets.figures_panel import MIN_WIDTH, FiguresPanel
from octoterm.ui.widgets.figures_strip import FiguresStrip
from octoterm.ui.widgets.sentence_line import SentenceLine
from octoterm.ui.widgets.unscrolled import Unscrolled
from octoterm.ui.widgets.view import View

ROWS_FOR_TABLE = 36
"""Fewest rows of a terminal in which the table of the period is shown below its chart."""
ROWS_FOR_SENTENCE = 14
"""Fewest rows of a terminal that has the line of sentences; with fewer, the view gets its row."""
ROWS_FOR_TWO_LINES = 24
"""Fewest rows of a terminal in which the strip has two lines of figures."""


class Switcher(ContentSwitcher, Unscrolled):
    """Shows one view at a time."""


class SideBySide(Horizontal, Unscrolled):
    """The view and the panel."""


class Stack(Vertical, Unscrolled):
    """The chart and the table below it."""


class Views(Vertical, Unscrolled):
    """Passes `shown` on to the views, and keeps the current view and the part under the cursor."""

    shown: reactive[Shown] = reactive(Shown, repaint=False)
    view: reactive[str] = reactive("usage", init=False, repaint=False)
    under_cursor: reactive[ComparedPart | None] = reactive(None, repaint=False)
    """The bar under the chart's cursor; None if the cursor is not used."""
    has_sentences: reactive[bool] = reactive(False, init=False, repaint=False)
    """Whether sentences about the period are on screen."""
    says: reactive[str] = reactive("", init=False, repaint=False)
    """The sentence that the view on screen has drawn itself."""
    why_empty: reactive[tuple[str, ...]] = reactive((), init=False, repaint=False)
    """What to say in place of a view that would be empty; empty if there are readings."""

    def __init__(self, average_days: tuple[int, ...]) -> None:
        super().__init__()
        self._average_days = average_days
        self._chart = UsageChart()
        self._views: dict[str, View] = {"usage": self._chart}
        """The views that have been shown so far, by name."""
        self._chart.is_current = True
        self._below: View | None = None
        """The table of the period below its chart, once there was room for it."""
        self._stack = Stack(id="usage")
        self._figures = FiguresStrip()
        self._panel = FiguresPanel()
        self._sentence = SentenceLine()
        # Kept, not queried: a sync may still report while the screen is being removed.
        self._switcher = Switcher(initial=self.view)
        self._empty_page = EmptyPage()
        self._empty_page.display = self._figures.display = False

    def compose(self) -> ComposeResult:
        with SideBySide():
            with self._switcher, self._stack:
                yield self._chart.data_bind(Views.shown)
                if self._has_room_for_table:
                    yield self._make_table_below()
            yield self._empty_page
            yield self._panel.data_bind(Views.shown, Views.under_cursor, Views.has_sentences)
        yield self._figures.data_bind(Views.shown, Views.under_cursor, Views.has_sentences)
        yield self._sentence.data_bind(Views.shown, said_above=Views.says)

    @property
    def _has_room_for_table(self) -> bool:
        return self.app.size.height >= ROWS_FOR_TABLE

    def _make_table_below(self) -> View:
        self._below = make_table_below()
        self._below.set_reactive(View.shown, self.shown)
        return self._below.data_bind(Views.shown)

    def on_mount(self) -> None:
        self._place_sentence()
        self.watch(self._chart, "under_cursor", self._take_under_cursor)

    def _take_under_cursor(self, part: ComparedPart | None) -> None:
        self.under_cursor = part

    def on_resize(self) -> None:
        self._place_figures()
        self._place_sentence()
        if self._below is not None:
            self._below.display = self._has_room_for_table
        elif self._has_room_for_table:
            self._stack.mount(self._make_table_below())

    def _place_sentence(self) -> None:
        self.has_sentences = self.app.size.height >= ROWS_FOR_SENTENCE
        self._sentence.display = self.has_sentences and self.current.has_sentence

    def watch_shown(self) -> None:
        self._place_figures()

    def _place_figures(self) -> None:
        """Give the panel the columns that the view cannot use; if the panel does not fit, show the
        figures in the strip below."""
        width = self.size.width or self.app.size.width  # before its first layout
        rest = width - self.current.columns_wanted(self.shown, width - MIN_WIDTH)
        has_panel = self.current.follows_period and rest >= MIN_WIDTH and not self.why_empty
        self._panel.display = has_panel
        if has_panel and self._panel.styles.width != Scalar.from_number(rest):
            self._panel.styles.width = rest
        has_strip = self.current.follows_period and not has_panel
        self._figures.display = has_strip and not self.shows_page
        rows = 2 if self.app.size.height >= ROWS_FOR_TWO_LINES else 1
        if self._figures.styles.height != Scalar.from_number(rows):
            self._figures.styles.height = rows

    @property
    def current(self) -> View:
        """The view that is shown."""
        return self._views[self.view]

    def show_next(self) -> None:
        """Go to the next view, or from the last one to the first."""
        self.view = VIEWS[(VIEWS.index(self.view) + 1) % len(VIEWS)]

    def _mount(self, name: str) -> None:
        """Add a view to the screen, when it is first shown: the dashboard opens a tenth faster
        without the others."""
        view = self._views[name] = make_view(name, self._average_days)
        view.set_reactive(View.shown, self.shown)
        self._switcher.mount(view.data_bind(Views.shown))
        for drawn in ("says", "lists_neighbours"):
            self.watch(view, drawn, self._take_drawn, init=False)

    def _take_drawn(self) -> None:
        """Let the line and the panel leave out what the view has drawn itself."""
        self.says = self.current.says
        self._panel.shows_neighbours = not self.current.lists_neighbours

    def watch_why_empty(self, paragraphs: tuple[str, ...]) -> None:
        self._empty_page.paragraphs = paragraphs
        self._show_page()
        self._place_figures()

    @property
    def shows_page(self) -> bool:
        """Whether a page in place of the view says why there are no readings."""
        return bool(self.why_empty) and not self.current.says_why_empty

    def _show_page(self) -> None:
        """Show the view, or why it is empty; the data view says that itself."""
        self._empty_page.display = self.shows_page
        self._switcher.display = not self.shows_page

    def watch_view(self, view: str) -> None:
        if view not in self._views:
            self._mount(view)
        for name, each in self._views.items():
            each.is_current = name == view
        self._switcher.current = view
        self._show_page()
        self._place_figures()
        self._place_sentence()
        self._take_drawn()
        if self.shown.day is not None:
            self.current.look_at(self.shown.day)
