"""View 3: daily values under a running average, and records."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from textual.events import Click
from textual.reactive import reactive

from octoterm.analysis.base_load import has_base_load
from octoterm.analysis.period_readings import PeriodReadings
from octoterm.analysis.trend.parts import SHORT, TrendPart, trend_parts
from octoterm.analysis.trend.shown import ShownTrend
from octoterm.analysis.trend.trends import Measure, Trend, trend
from octoterm.analysis.trend.words import trend_records as records_in_words
from octoterm.analysis.trend.words import trend_sentence
from octoterm.consumption.series import Series
from octoterm.export.rows import Exported, trend_keys, trend_records
from octoterm.periods.period import Granularity, Period
from octoterm.session.shown import Shown
from octoterm.ui.drawing.cells import Cell
from octoterm.ui.drawing.colour_depth import ColourDepth
from octoterm.ui.drawing.symbols import symbols_of
from octoterm.ui.views.trends.periods import shown_periods
from octoterm.ui.views.trends.picture import MARGIN, STYLES, TrendPicture
from octoterm.ui.widgets.view import PeriodEntered, View


class TrendsView(View):
    """Draws the trend of the period; for a day or a week, together with the days around it."""

    styles_of_cells: ClassVar[dict[str, str]] = {style: f"trend--{style}" for style in STYLES}
    COMPONENT_CLASSES: ClassVar[set[str]] = set(styles_of_cells.values())
    DEFAULT_CSS = """
    TrendsView {
        .trend--axis { color: $quiet; }
        .trend--note { color: $foreground; text-style: bold; }
        .trend--light { color: $light-bar; }
        .trend--lit { color: $lit-bar; }
        .trend--average { color: $average; }
        .trend--average-on-light { color: $average; background: $light-bar; }
        .trend--average-on-lit { color: $average; background: $lit-bar; }
        .trend--average-cut-in-light { color: $light-bar; text-style: reverse; }
        .trend--average-cut-in-lit { color: $lit-bar; text-style: reverse; }
        .trend--missing { color: $missing-mark; }
        .trend--unusual { color: $unusual; text-style: bold; }
        .trend--cursor { color: $unusual; text-style: bold; }
    }
    """

    chosen: reactive[Measure] = reactive(Measure.TOTAL, repaint=False)

    has_choices = True
    leads_to = "usage"

    def __init__(self, average_days: tuple[int, ...], *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._average_days = average_days
        self._day: date | None = None
        """The day under the cursor, or the first of the part under it."""
        self._trend: tuple[object, Trend] | None = None
        """Cache: (series and measure, all days)."""
        self._pictures: dict[object, TrendPicture] = {}
        """The last picture and the one before, by their inputs: keys may switch back and forth
        between two."""

    def watch_shown(self, before: Shown, shown: Shown) -> None:
        super().watch_shown(before, shown)
        if self.is_current and shown.day is not None and shown.day != before.day:
            self.look_at(shown.day)

    def watch_chosen(self) -> None:
        self.changed()

    def next_choice(self) -> None:
        self.chosen = self._next_measure

    @property
    def measures(self) -> list[Measure]:
        """What can be shown: no base load if the meter has none."""
        series = self.shown.series
        without = () if series is None or has_base_load(series) else (Measure.BASE,)
        return [measure for measure in Measure if measure not in without]

    @property
    def measure(self) -> Measure:
        """What is shown: the user's choice, if the meter has it."""
        return self.chosen if self.chosen in self.measures else Measure.TOTAL

    @property
    def _next_measure(self) -> Measure:
        measures = self.measures
        return measures[(measures.index(self.measure) + 1) % len(measures)]

    @property
    def next_choice_name(self) -> str:
        series = self.shown.series
        return self._next_measure.name_of(series.quantity) if series else ""

    # What is shown

    def _days(self, series: Series, measure: Measure) -> Trend:
        """All days, worked out once for all periods."""
        inputs = (series, measure)
        if self._trend is None or self._trend[0] != inputs:
            self._trend = inputs, trend(series, measure, self._average_days, as_shown=True)
        return self._trend[1]

    @property
    def picture(self) -> TrendPicture | None:
        """The picture; cached if its inputs are those of the last one or the one before."""
        readings = self.shown.readings
        if readings is None or (whole := readings.series.whole) is None:
            return None
        series, period, measure = readings.series, readings.period, self.measure
        coloured = ColourDepth.of(self.app).has_those_of_theme
        symbols = symbols_of(self.app)
        noted = tuple(note.day for note in self.shown.notes.all)
        inputs = (series, period, measure, self.size, coloured, symbols, noted)
        picture = self._pictures.get(inputs)
        if picture is None:
            columns = max(1, self.size.width - MARGIN)
            periods = shown_periods(period, whole, columns)
            parts = trend_parts(series, measure, period, periods)
            if not parts:
                return None
            trend = ShownTrend(
                parts,
                self._days(series, measure),
                measure,
                series.quantity,
                self._average_days,
                "all readings" if period.granularity is Granularity.ALL else period.label,
                self._sentence(readings),
                records_in_words(series, period, measure),
            )
            picture = TrendPicture(trend, self.size, symbols, coloured, noted)
            self._pictures = {**dict([*self._pictures.items()][-1:]), inputs: picture}
        return picture

    def _sentence(self, readings: PeriodReadings) -> tuple[str, ...]:
        """Where the average stands at the end of the period, longest first."""
        series = readings.series
        if not series.days:
            return ()
        days, last = (
            self._days(series, self.measure),
            min(readings.period.last, series.days[-1].day),
        )
        of_last = days[max(0, (last - days[0].day).days)]
        return trend_sentence(of_last, self.measure, self._average_days, series.quantity)

    def rows(self) -> list[list[Cell]]:
        picture = self.picture
        self.says = picture.said if picture else ""
        return picture.rows(self._cursor(picture)) if picture else []

    def exported(self) -> Exported | None:
        """The days of the period; for a day or a week, all the days that are shown."""
        if (readings := self.shown.readings) is None:
            return None
        series, period = readings.series, readings.period
        within = period
        if period.granularity in SHORT and (picture := self.picture):
            within = _span(picture.trend.parts) or period
        return Exported(
            f"trend-{self.measure.value}",
            period,
            trend_keys(self.measure, self._average_days, series.quantity),
            trend_records(series, self.measure, self._average_days, within.first, within.last),
        )

    # The cursor

    def look_at(self, day: date) -> None:
        self._day = day
        self.changed()

    def _cursor(self, picture: TrendPicture) -> int:
        """The number of the part under the cursor; by default the last that is lit."""
        parts = picture.trend.parts
        under = (n for n, part in enumerate(parts) if self._day and self._day in part.period)
        return next(under, picture.trend.last_lit)

    def step(self, rows: int, columns: int) -> None:
        if picture := self.picture:
            self._put_cursor(picture, self._cursor(picture) + rows + columns)

    def _put_cursor(self, picture: TrendPicture, number: int) -> None:
        number = max(0, min(number, len(picture.trend.parts) - 1))
        self.look_at(picture.trend.parts[number].period.first)

    @property
    def in_words(self) -> str:
        picture = self.picture
        return " · ".join(picture.trend.words(self._cursor(picture))) if picture else ""

    @property
    def period_under_cursor(self) -> Period | None:
        picture = self.picture
        if picture is None:
            return None
        return picture.trend.parts[self._cursor(picture)].period

    def on_click(self, event: Click) -> None:
        picture = self.picture
        part = picture.part_at(event.x) if picture else None
        if picture is None or part is None:
            return
        if part == self._cursor(picture):
            self.post_message(PeriodEntered(self.period_under_cursor))
        else:
            self._put_cursor(picture, part)


def _span(parts: tuple[TrendPart, ...]) -> Period | None:
    """All days of the parts."""
    return Period.spanning(parts[0].period.first, parts[-1].period.last) if parts else None
