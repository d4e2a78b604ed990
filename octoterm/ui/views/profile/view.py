"""View 4: the average day by half hours of the clock, and a heat map on the same clock axis."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from rich.style import Style
from textual.events import Click

from octoterm.analysis.profile.average_day import load_profile, season_profiles
from octoterm.analysis.profile.heat_map import (
    HeatBy,
    HeatRow,
    choices,
    heat_map,
    natural_heat,
    row_of,
    season_rows,
)
from octoterm.consumption.clock_grid import COLUMNS
from octoterm.export.rows import Exported, profile_keys, profile_record
from octoterm.periods.period import Granularity, Period
from octoterm.session.shown import Shown
from octoterm.ui.colours import rgb
from octoterm.ui.contrast import RGB
from octoterm.ui.drawing.cells import Cell, styled
from octoterm.ui.drawing.clock_axis import ClockColumns
from octoterm.ui.drawing.colour_depth import ColourDepth
from octoterm.ui.drawing.heat_scale import LEVELS as LEVEL_COUNTS
from octoterm.ui.drawing.heat_scale import ramp, rich_colour, shades
from octoterm.ui.drawing.symbols import symbols_of
from octoterm.ui.views.profile.analysis import Analysis
from octoterm.ui.views.profile.heat_picture import HeatPicture
from octoterm.ui.views.profile.picture import ProfilePicture
from octoterm.ui.views.profile.readout import readout
from octoterm.ui.widgets.view import PeriodEntered, View

MARGIN = 6
"""Columns for the scale of the profile and the labels of the rows: as wide as `Wed 10`."""
LOWEST_WITH_SCALE_BAR = 10
"""Rows of the view from which the scale bar is shown."""
LOWEST_WITH_SENTENCE = 12
"""Rows of the view from which a sentence is shown."""
LEAST_PROFILE = 8
"""Fewest rows of the profile's canvas, if there is room; the heat map scrolls instead."""

LEVELS = tuple(f"level-{level}" for level in range(max(LEVEL_COUNTS.values())))
"""Styles of the steps of the ramp; see `ProfileView.style_of`."""
STYLES = (
    "axis", "note", "weekday", "weekend", "spring", "autumn", "shade", "missing", "unusual",
    "cursor", "cursor-row", *LEVELS,
)  # fmt: skip


class ProfileView(View):
    """From the top: a sentence, the legend, the profile, the clock, the heat map, its scale, and
    what is under the cursor."""

    styles_of_cells: ClassVar[dict[str, str]] = {style: f"profile--{style}" for style in STYLES}
    COMPONENT_CLASSES: ClassVar[set[str]] = set(styles_of_cells.values())
    DEFAULT_CSS = """
    ProfileView {
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
        """None stands for the highest of the row, until the cursor is moved."""
        self._top: int | None = None
        """The first row of the heat map that is drawn; None for the first with readings due."""
        self._analysis: Analysis | None = None
        self._profile: ProfilePicture | None = None
        self._heat: HeatPicture | None = None

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
        """What the rows of the heat map stand for: the choice, if the period has it."""
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
            heat = tuple(season_rows(seasons)) if seasons else heat_map(*wanted)
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
        at = max(0, min(COLUMNS * row + self.half_hour + columns, COLUMNS * len(shown.heat) - 1))
        self._put_cursor(*divmod(at, COLUMNS))

    def _put_cursor(self, row: int, half_hour: int) -> None:
        self._row, self._half_hour = row, half_hour
        if (period := self.period_under_cursor) is not None:
            inside = self._day is not None and self._day in period
            self._day = self._day if inside else period.first
        self.changed()

    @property
    def period_under_cursor(self) -> Period | None:
        return self.analysis.heat[self.row].period if self.analysis else None

    @property
    def leads_to(self) -> str:
        under = self.period_under_cursor
        return "usage" if under and under.granularity is Granularity.DAY else ""

    def on_click(self, event: Click) -> None:
        if self.analysis is None or self._heat is None or self._profile is None:
            return
        half_hour = self._heat.columns.half_hour_at(event.x - MARGIN)
        at = event.y - self._profile.height - 2 - self._has_sentence
        if half_hour is None or not 0 <= at < len(self._heat.drawn):
            return
        row = self._heat.drawn[at]
        if (row, half_hour) == (self.row, self.half_hour):
            self.post_message(PeriodEntered(self.period_under_cursor))
        self._put_cursor(row, half_hour)

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
        with_scale_bar = self.size.height >= LOWEST_WITH_SCALE_BAR
        room = max(2, self.size.height - 3 - with_scale_bar - self._has_sentence)
        heat_rows = rows_of_heat(shown.heat, room)
        profile = self._draw_profile(shown, room - heat_rows)
        heat = self._heat = self._draw_heat(shown, heat_rows)
        self._top = heat.first
        rows = [
            *([self._sentence(shown)] if self._has_sentence else []),
            profile.legend(self.size.width),
            *profile.canvas,
            self._axis(profile, heat),
            *heat.canvas,
            *([self._scale_bar(heat)] if with_scale_bar else []),
        ]
        rows = [*rows[: max(0, self.size.height - 1)], self._under_cursor(shown, heat)]
        return [row[: self.size.width] for row in rows]

    @property
    def _has_sentence(self) -> bool:
        return self.size.height >= LOWEST_WITH_SENTENCE

    def _sentence(self, shown: Analysis) -> list[Cell]:
        """What the profile says, without its last part if there is too little room."""
        symbols = symbols_of(self.app)
        said = f" {shown.sentence}"
        said = said if len(said) <= self.size.width else said.partition(";")[0]
        return styled(symbols.cut(symbols.plain(said), self.size.width), "note")

    @property
    def _columns(self) -> ClockColumns:
        return ClockColumns.fitting(self.size.width - MARGIN)

    def _draw_profile(self, shown: Analysis, height: int) -> ProfilePicture:
        """The picture of the profile, cached if nothing has changed."""
        picture = ProfilePicture(
            shown.lines,
            shown.kind,
            shown.about,
            shown.series.quantity,
            self._columns,
            height,
            MARGIN,
            symbols_of(self.app),
            ColourDepth.of(self.app) is not ColourDepth.NONE,
        )
        if self._profile != picture:
            self._profile = picture
        return self._profile

    def _draw_heat(self, shown: Analysis, height: int) -> HeatPicture:
        symbols = symbols_of(self.app)
        return HeatPicture(
            shown.heat,
            shown.series.quantity,
            self.row,
            self.half_hour,
            self._columns,
            height,
            MARGIN,
            shades(symbols, ColourDepth.of(self.app)),
            symbols,
            shown.series.last or 0,
            self._top if self._top is not None else min(due(shown.heat), default=0),
        )

    def _axis(self, profile: ProfilePicture, heat: HeatPicture) -> list[Cell]:
        """The clock axis, with the cursor."""
        clock = styled(heat.columns.axis(symbols_of(self.app).line), "axis")
        cells = profile.axis_begin() + clock
        for column in heat.columns.columns_of(heat.columns.cell_of(self.half_hour)):
            symbol, _ = cells[MARGIN + column]
            cells[MARGIN + column] = symbol, "cursor"
        return cells

    def _scale_bar(self, heat: HeatPicture) -> list[Cell]:
        return styled(" " * MARGIN, "axis") + heat.scale_bar(self.size.width - MARGIN)

    def _under_cursor(self, shown: Analysis, heat: HeatPicture) -> list[Cell]:
        """The readout of the cursor, which rows are drawn if not all are, and what `o` switches
        to."""
        said = readout(shown.series, shown.by, shown.heat[self.row], self.half_hour)
        symbols = symbols_of(self.app)
        if len(said) >= self.size.width:  # the value without its date
            said = said.rpartition("  ")[2]
        said = symbols.cut(symbols.plain(f" {said}"), self.size.width)
        hints = []
        if len(heat.drawn) < len(heat.rows):
            place = f"{heat.drawn.start + 1}{symbols.dash}{heat.drawn.stop} of {len(heat.rows)}"
            hints.append(f"{self.by.value} {place}")
        if self.has_choices:
            hints.append(f"o: by {self._following(shown.period).one}")
        room = self.size.width - len(said) - 2
        wanted = ("   ".join(hints), *hints, "")
        hint = next(hint for hint in wanted if len(hint) < room or not hint)
        return styled(said, "cursor-row") + styled(f"{hint} ".rjust(room + 2), "axis")


def rows_of_heat(heat: tuple[HeatRow, ...], room: int) -> int:
    """How many of `room` rows the heat map takes: more than half only for rows that are due."""
    most = room - min(max(LEAST_PROFILE, room // 3), (3 * room + 2) // 5)
    return min(len(heat), most, max(len(due(heat)), room // 2))


def due(heat: tuple[HeatRow, ...]) -> list[int]:
    """The numbers of the rows with present or missing readings, not outside the readings."""
    return [
        number
        for number, row in enumerate(heat)
        if any(cell.missing or cell.readings for cell in row.cells)
    ]
