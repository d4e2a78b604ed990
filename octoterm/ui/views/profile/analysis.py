"""What the profile shows about a period."""

from __future__ import annotations

from typing import NamedTuple

from octoterm.analysis.profile.average_day import ProfileRow
from octoterm.analysis.profile.heat_map import HeatBy, HeatRow
from octoterm.analysis.profile.seasons import Season
from octoterm.analysis.profile.words import profile_sentence, seasons_sentence
from octoterm.consumption.series import Series
from octoterm.periods.period import Granularity, Period
from octoterm.ui.views.profile.lines_picture import Line, lines, lines_of_seasons


class Analysis(NamedTuple):
    """What the view shows about a period, kept until the readings or the period change."""

    series: Series
    period: Period
    by: HeatBy
    profile: tuple[ProfileRow, ...]
    seasons: dict[Season, tuple[ProfileRow, ...]]
    """The profile of each season, if those are what is shown."""
    heat: tuple[HeatRow, ...]

    @property
    def sentence(self) -> tuple[str, ...]:
        """What it says in words, longest first."""
        quantity = self.series.quantity
        if self.seasons:
            return seasons_sentence(self.seasons, quantity)
        return profile_sentence(self.profile, quantity)

    @property
    def lines(self) -> tuple[Line, ...]:
        """What is drawn."""
        return lines_of_seasons(self.seasons) if self.seasons else lines(self.profile)

    @property
    def kind(self) -> str:
        """What the lines are."""
        return "weekdays" if self.seasons else "average day"

    @property
    def about(self) -> str:
        """The name of the period."""
        is_all = self.period.granularity is Granularity.ALL
        return "all readings" if is_all else self.period.label
