"""View 4: the average day by half hours of the clock, and a heat map on the same clock axis."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from rich.style import Style
from textual.events import Click

from octoterm.analysis.profile.average_day import load_profile, season_profiles
from octoterm.analysis.profile.heat_map import (
    HeatBy,
    choices,
    heat_map,
    natural_heat,
    row_of,
    season_rows,
)
from octoterm.export.rows import Exported, profile_keys, profile_record
from octoterm.periods.calendar import HALF_HOURS
from octoterm.periods.period import Granularity, Period
from octoterm.session.shown import Shown
from octoterm.ui.colours import rgb
from octoterm.ui.contrast import RGB
from octoterm.ui.drawing.cells import Cell
from octoterm.ui.drawing.colour_depth import ColourDepth
from octoterm.ui.drawing.heat_scale import LEVELS as LEVEL_COUNTS
from octoterm.ui.drawing.heat_scale import ramp, rich_colour
from octoterm.ui.drawing.symbols import symbols_of
from octoterm.ui.views.profile.analysis import Analysis
from octoterm.ui.views.profile.picture import ProfilePicture
from octoterm.ui.views.profile.readout import readout
from octoterm.ui.widgets.view import PeriodEntered, View

LEVELS = tuple(f"level-{level}" for level in range(max(LEVEL_COUNTS.values())))
"""Styles of the steps of the ramp; see `ProfileView.style_of`."""
STYLES = (
    "axis", "note", "weekday", "weekend", "spring", "autumn", "shade", "missing", "unusual",
    "cursor", "cursor-row", *LEVELS,
)  # fmt: skip


class ProfileView(View):
    """Draws the average day and the heat map of the period, with a cursor on the heat map."""

    styles_of_cells: ClassVar[dict[str, str]] = {style: f"profile--{style}" for style in STYLES}
    shaded_ground = "profile--ground"
    ramp = frozenset({"shade"})
    COMPONENT_CLASSES: ClassVar[set[str]] = {*styles_of_cells.values(), shaded_ground}
    DEFAULT_CSS = """
    ProfileView {
        .profile--ground { background: $shaded; }
        .profile--axis { color: $quiet; }
        .profile--note { color: $foreground; text-style: bold; }
        .profile--weekday { color: $weekday; }
        .profile--weekend { color: $weekend; }
        .profile--spring { color: $spring; }
        .profile--autumn { color: $autumn; }
        .profile--shade { color: $unusual; }
        .profile--missing { color: $missing-mark; }
        .profile--unusual { color: $unusual; text-style: bold; }
        .profile--cursor { color: $unusual; text-style: reverse bold; }
        .profile--cursor-row { color: $foreground; text-style: bold; }
    }
    """

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._choice: HeatBy | None = None
        self._day: date | None = None
        """The day that was last shown or moved to."""
        self._row = 0
        self._half_hour: int | None = None
        """None means the highest of the row, until the cursor is moved."""
        self._top: int | None = None
        """The first row of the heat map that is drawn; None for the first with readings due."""
        self._analysis: Analysis | None = None
        self._picture: ProfilePicture | None = None

    def watch_shown(self, before: Shown, shown: Shown) -> None:
        if shown.period != before.period:
            self._top = None
        super().watch_shown(before, shown)

    # What is shown

    @property
    def period(self) -> Period | None:
        """The period that is shown, or the month of a day: one day alone has no average."""
        period = self.shown.period
        if period is None or period.granularity is not Granularity.DAY:
            return period
        return Period.containing(Granularity.MONTH, period.first)

    @property
    def by(self) -> HeatBy:
        """What the rows of the heat map stand for: the user's choice, if the period has it."""
        if (period := self.period) is None:
            return HeatBy.DAYS
        if self._choice is not None and self._choice in choices(period):
            return self._choice
        return natural_heat(period)

    @property
    def has_choices(self) -> bool:
        return self.period is not None and len(choices(self.period)) > 1

    def next_choice(self) -> None:
        if self.period is None:
            return
        self._choice = self._following(self.period)
        self._top = None
        if self._day is not None:
            self.look_at(self._day)
        self.changed()

    def _following(self, period: Period) -> HeatBy:
        there = choices(period)
        return there[(there.index(self.by) + 1) % len(there)]

    @property
    def next_choice_name(self) -> str:
        return f"By {self._following(self.period).one}" if self.period and self.has_choices else ""

    @property
    def analysis(self) -> Analysis | None:
        """The analysis of the current readings and period, cached."""
        series, period = self.shown.series, self.period
        if series is None or period is None:
            return None
        wanted = (series, period, self.by)
        if self._analysis is None or self._analysis[:3] != wanted:
            of_days = series, period.first, period.last
            seasons = season_profiles(*of_days) if self.by is HeatBy.SEASONS else {}
            heat = tuple(season_rows(series, period, seasons)) if seasons else heat_map(*wanted)
            self._analysis = Analysis(*wanted, load_profile(*of_days), seasons, heat)
        return self._analysis

    def exported(self) -> Exported | None:
        if (shown := self.analysis) is None:
            return None
        quantity = shown.series.quantity
        records = (profile_record(row, quantity) for row in shown.profile)
        return Exported("profile", shown.period, profile_keys(quantity), records)

    # The cursor

    @property
    def row(self) -> int:
        """The row of the heat map under the cursor."""
        return min(self._row, len(self.analysis.heat) - 1) if self.analysis else 0

    @property
    def half_hour(self) -> int:
        """The half hour under the cursor."""
        if self._half_hour is not None or self.analysis is None:
            return self._half_hour or 0
        cells = self.analysis.heat[self.row].cells
        there = (number for number, cell in enumerate(cells) if cell.value is not None)
        return max(there, key=lambda number: cells[number].value or 0.0, default=0)

    def look_at(self, day: date) -> None:
        self._day = day
        period = self.period
        if period is not None and day in period:
            self._row = row_of(day, period, self.by)
            self.changed()

    def step(self, rows: int, columns: int) -> None:
        if (shown := self.analysis) is None:
            return
        row = max(0, min(self.row + rows, len(shown.heat) - 1))
        at = max(
            0, min(HALF_HOURS * row + self.half_hour + columns, HALF_HOURS * len(shown.heat) - 1)
        )
        self._put_cursor(*divmod(at, HALF_HOURS))

    def _put_cursor(self, row: int, half_hour: int) -> None:
        self._row, self._half_hour = row, half_hour
        if (period := self.period_under_cursor) is not None:
            inside = self._day is not None and self._day in period
            self._day = self._day if inside else period.first
        self.changed()

    @property
    def in_words(self) -> str:
        if (found := self.analysis) is None:
            return ""
        return readout(found.series, found.by, found.heat[self.row], self.half_hour)

    @property
    def period_under_cursor(self) -> Period | None:
        return self.analysis.heat[self.row].period if self.analysis else None

    @property
    def leads_to(self) -> str:
        under = self.period_under_cursor
        return "usage" if under and under.granularity is Granularity.DAY else ""

    def on_click(self, event: Click) -> None:
        place = self._picture.place_at(event.x, event.y) if self._picture else None
        if place is None:
            return
        if place == (self.row, self.half_hour):
            self.post_message(PeriodEntered(self.period_under_cursor))
        self._put_cursor(*place)

    # Drawing

    def style_of(self, component: str = "") -> Style:
        """The style of a component; those of the ramp are made when they are first drawn."""
        prefix = component.rpartition("-")[0]
        if prefix != "profile--level":
            return super().style_of(component)
        if component not in self._styles:
            for number, colour in enumerate(self._ramp()):
                style = self.style_of() + Style(color=rich_colour(colour))
                self._styles[f"{prefix}-{number}"] = style
        return self._styles.setdefault(component, self.style_of())

    def _ramp(self) -> tuple[RGB, ...]:
        """The colours of the heat map in this theme; none if there are too few colours."""
        depth = ColourDepth.of(self.app)
        theme = self.app.theme_variables
        ground, accent = rgb(theme["background"]), rgb(theme["accent"])
        if depth not in LEVEL_COUNTS or ground is None or accent is None:
            return ()
        return ramp(ground, accent, depth)

    def rows(self) -> list[list[Cell]]:
        if (shown := self.analysis) is None or self.size.height < 1:
            return []
        self._picture = picture = ProfilePicture(
            shown,
            self.row,
            self.half_hour,
            self.size,
            symbols_of(self.app),
            ColourDepth.of(self.app),
            self.shown.bands,
            self._top,
            is_larger=shown.period != self.shown.period,
        )
        self._top = picture.heat.first
        return picture.rows
