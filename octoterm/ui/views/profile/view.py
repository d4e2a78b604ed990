"""View 4: the average day by half hours of the clock, and a heat map on the same clock axis."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, NamedTuple

from textual.events import Click

from octoterm.analysis.average_day import ProfileRow, load_profile
from octoterm.analysis.heat_map import HeatBy, HeatRow, choices, heat_map, natural_heat, row_of
from octoterm.consumption.clock_grid import COLUMNS
from octoterm.consumption.series import Series
from octoterm.export.rows import Exported, profile_keys, profile_record
from octoterm.periods.period import Granularity, Period
from octoterm.session.shown import Shown
from octoterm.ui.drawing.cells import Cell, styled
from octoterm.ui.drawing.clock_axis import ClockColumns
from octoterm.ui.drawing.heat_scale import HEAT_COLOURS, shades
from octoterm.ui.drawing.symbols import symbols_of
from octoterm.ui.views.profile.heat_picture import HeatPicture
from octoterm.ui.views.profile.picture import ProfilePicture, lines
from octoterm.ui.views.profile.readout import readout
from octoterm.ui.widgets.view import PeriodEntered, View

MARGIN = 7
"""Columns for the scale of the profile and the labels of the rows."""
LOWEST_WITH_SCALE_BAR = 10
"""Rows of the view from which the scale bar is shown."""
LEAST_PROFILE = 4
"""Fewest rows of the profile's canvas, if there is room; the heat map scrolls instead."""

LEVELS = tuple(f"level-{level}" for level in range(len(HEAT_COLOURS)))
STYLES = ("axis", "weekday", "weekend", "shade", "missing", "cursor", "cursor-row", *LEVELS)


def level_styles(colours: tuple[str, ...]) -> str:
    """CSS that gives each step of the heat map its colour, from the lowest."""
    return "\n".join(
        f".profile--{level} {{ color: {colour}; }}"
        for level, colour in zip(LEVELS, colours, strict=True)
    )


class Analysis(NamedTuple):
    """What the view shows of a period, kept until the readings or the period change."""

    series: Series
    period: Period
    by: HeatBy
    profile: tuple[ProfileRow, ...]
    heat: tuple[HeatRow, ...]


class ProfileView(View):
    """From the top: the legend, the profile, the clock, the heat map, its scale, the cursor."""

    styles_of_cells: ClassVar[dict[str, str]] = {style: f"profile--{style}" for style in STYLES}
    COMPONENT_CLASSES: ClassVar[set[str]] = set(styles_of_cells.values())
    # The lowest step is next to the background: the lightest on a light theme, else the darkest.
    DEFAULT_CSS = f"""
    ProfileView {{
        .profile--axis {{ color: $text-muted; }}
        .profile--weekday {{ color: $text-success; }}
        .profile--weekend {{ color: $text-warning; }}
        .profile--shade {{ color: $primary; }}
        .profile--missing {{ color: $missing; }}
        .profile--cursor {{ color: $accent; text-style: reverse bold; }}
        .profile--cursor-row {{ color: $text; text-style: bold; }}
        {level_styles(HEAT_COLOURS)}
        &:light {{ {level_styles(HEAT_COLOURS[::-1])} }}
    }}
    """

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._choice: HeatBy | None = None
        self._day: date | None = None
        """The day that was last shown or moved to."""
        self._row = 0
        self._half_hour: int | None = None
        """The half hour under the cursor; None for the highest of the row, until the cursor is
        moved."""
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
    def by(self) -> HeatBy:
        """What the rows of the heat map stand for: the choice, if the period has it."""
        if (period := self.shown.period) is None:
            return HeatBy.DAYS
        if self._choice is not None and self._choice in choices(period):
            return self._choice
        return natural_heat(period)

    @property
    def has_choices(self) -> bool:
        return self.shown.period is not None and len(choices(self.shown.period)) > 1

    def next_choice(self) -> None:
        if self.shown.period is None:
            return
        there = choices(self.shown.period)
        self._choice = there[(there.index(self.by) + 1) % len(there)]
        self._top = None
        if self._day is not None:
            self.look_at(self._day)
        self.changed()

    @property
    def next_choice_name(self) -> str:
        if (period := self.shown.period) is None or not self.has_choices:
            return ""
        there = choices(period)
        return there[(there.index(self.by) + 1) % len(there)].value.capitalize()

    @property
    def analysis(self) -> Analysis | None:
        """The analysis of the current readings and period, cached."""
        if (readings := self.shown.readings) is None:
            return None
        series, period = readings.series, readings.period
        wanted = (series, period, self.by)
        if self._analysis is None or self._analysis[:3] != wanted:
            profile = load_profile(series, period.first, period.last)
            self._analysis = Analysis(*wanted, profile, heat_map(*wanted))
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
        period = self.shown.period
        if period is not None and day in period:
            self._row = row_of(day, period, self.by)
            self.changed()

    def step(self, rows: int, columns: int) -> None:
        if (shown := self.analysis) is None:
            return
        row = max(0, min(self.row + rows, len(shown.heat) - 1))
        at = max(0, min(COLUMNS * row + self.half_hour + columns, COLUMNS * len(shown.heat) - 1))
        self._put_cursor(*divmod(at, COLUMNS))

    @property
    def uses_cursor(self) -> bool:
        return self._half_hour is not None

    def put_cursor_away(self) -> None:
        self._half_hour = None
        self.changed()

    def _put_cursor(self, row: int, half_hour: int) -> None:
        self._row, self._half_hour = row, half_hour
        if (period := self.period_under_cursor) is not None:
            inside = self._day is not None and self._day in period
            self._day = self._day if inside else period.first
        self.changed()

    @property
    def period_under_cursor(self) -> Period | None:
        if self.analysis is None or self.analysis.period.granularity is Granularity.DAY:
            return None
        return self.analysis.heat[self.row].period

    def on_click(self, event: Click) -> None:
        if self.analysis is None or self._heat is None or self._profile is None:
            return
        half_hour = self._heat.columns.half_hour_at(event.x - MARGIN)
        at = event.y - self._profile.height - 2
        if half_hour is None or not 0 <= at < len(self._heat.drawn):
            return
        row = self._heat.drawn[at]
        if (row, half_hour) == (self.row, self.half_hour):
            self.post_message(PeriodEntered(self.period_under_cursor))
        self._put_cursor(row, half_hour)

    # Drawing

    def rows(self) -> list[list[Cell]]:
        if (shown := self.analysis) is None or self.size.height < 2:
            return []
        with_scale_bar = self.size.height >= LOWEST_WITH_SCALE_BAR
        room = max(2, self.size.height - 3 - with_scale_bar)
        heat_rows = rows_of_heat(shown.heat, room)
        profile = self._draw_profile(shown, room - heat_rows)
        heat = self._heat = self._draw_heat(shown, heat_rows)
        self._top = heat.first
        return [
            profile.legend(self.size.width),
            *profile.canvas,
            self._axis(heat),
            *heat.canvas,
            *([self._scale_bar(heat)] if with_scale_bar else []),
            self._under_cursor(shown),
        ][: self.size.height]

    @property
    def _columns(self) -> ClockColumns:
        return ClockColumns.fitting(self.size.width - MARGIN)

    def _draw_profile(self, shown: Analysis, height: int) -> ProfilePicture:
        """The picture of the profile, cached if nothing has changed."""
        picture = ProfilePicture(
            lines(shown.profile, shown.period),
            shown.series.quantity,
            self._columns,
            height,
            MARGIN,
            symbols_of(self.app),
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
            shades(symbols, self.app.console.color_system, self.app.no_color),
            symbols,
            self._top if self._top is not None else min(due(shown.heat), default=0),
        )

    def _axis(self, heat: HeatPicture) -> list[Cell]:
        """The clock axis, with the cursor, and the range of rows drawn if not all of them are."""
        symbols = symbols_of(self.app)
        cells = styled(
            " " * (MARGIN - 1) + symbols.corner + heat.columns.axis(symbols.line), "axis"
        )
        width = heat.columns.width
        at = MARGIN + heat.columns.cell_of(self.half_hour) * width
        cells[at : at + width] = [(symbol, "cursor") for symbol, _ in cells[at : at + width]]
        if len(heat.drawn) == len(heat.rows):
            return cells
        room = self.size.width - len(cells)
        place = f"{heat.drawn.start + 1}{symbols.dash}{heat.drawn.stop} of {len(heat.rows)}"
        for note in (f"  {self.by.value} {place}", f" {place}"):
            if len(note) <= room:
                return cells + styled(note, "axis")
        return cells

    def _scale_bar(self, heat: HeatPicture) -> list[Cell]:
        margin = styled(" " * MARGIN, "axis")
        return margin + heat.scale_bar(self.size.width - MARGIN)

    def _under_cursor(self, shown: Analysis) -> list[Cell]:
        """The readout of the cursor, and what `o` switches to."""
        said = readout(shown.series, shown.by, shown.heat[self.row], self.half_hour)
        symbols = symbols_of(self.app)
        said = symbols.cut(symbols.plain(f" {said}"), self.size.width)
        there = choices(shown.period)
        following = there[(there.index(shown.by) + 1) % len(there)]
        hint = f"o for {following.value} " if self.has_choices else ""
        room = self.size.width - len(said)
        hint = hint.rjust(room) if len(hint) < room - 1 else ""
        return styled(said, "cursor-row") + styled(hint, "axis")


def rows_of_heat(heat: tuple[HeatRow, ...], room: int) -> int:
    """How many of `room` rows the heat map takes: more than half only for rows that are due."""
    most = room - min(max(LEAST_PROFILE, room // 5), (room + 1) // 2)
    return min(len(heat), most, max(len(due(heat)), room // 2))


def due(heat: tuple[HeatRow, ...]) -> list[int]:
    """The numbers of the rows that are due, which means not wholly outside the readings."""
    return [
        number
        for number, row in enumerate(heat)
        if any(cell.missing or cell.readings for cell in row.cells)
    ]
