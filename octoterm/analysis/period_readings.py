"""The readings of one period, and the figures made of them. Pure.

All views of the period share one PeriodReadings, so that each figure is computed once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from octoterm.analysis.band_figures import BandFigures, band_figures
from octoterm.analysis.base_load import BaseLoad, base_load
from octoterm.analysis.comparison.baselines import baseline
from octoterm.analysis.comparison.compared_parts import ComparedPart, compared_parts
from octoterm.analysis.comparison.comparison import Comparison, compare
from octoterm.analysis.comparison.references import NAMES_FOR_EACH_PART, Reference
from octoterm.analysis.neighbours import neighbours_of
from octoterm.analysis.parts import Part
from octoterm.analysis.projection import Projection, projection
from octoterm.analysis.rolling_year import RollingYear, rolling_year_beside
from octoterm.analysis.sentences import Sentence, sentences
from octoterm.analysis.supplement import Companion, Supplement
from octoterm.consumption.quantity import Quantity
from octoterm.consumption.series import Figures, Series
from octoterm.periods.bands import Band
from octoterm.periods.london import HALF_HOUR
from octoterm.periods.period import Granularity, Period

if TYPE_CHECKING:  # lists are not needed to open the dashboard
    from octoterm.analysis.records import Entry


@dataclass(frozen=True)
class PeriodReadings:
    """A period of a series, compared with another one unless `against` is None."""

    series: Series
    period: Period
    against: Reference | None = None
    time_bands: tuple[Band, ...] = ()
    is_old: bool = False
    """Whether the latest readings are old: then nothing is projected."""
    supplement: Supplement | None = None
    """What is shown with the series, if it was made of readings and of something else."""

    @property
    def quantity(self) -> Quantity:
        """The quantity of the series."""
        return self.series.quantity

    @cached_property
    def figures(self) -> Figures:
        """The figures of the whole period."""
        return self.series.figures(self.period)

    @property
    def companions(self) -> tuple[Companion, ...]:
        """The other figures that are shown of each part."""
        return self.supplement.companions if self.supplement else ()

    @property
    def left_out(self) -> tuple[str, ...]:
        """Which of its readings are not in the figures, and why, in words; usually none."""
        if self.supplement is None:
            return ()
        return self.supplement.left_out(*self.series.calendar.bounds(self.period))

    @property
    def stored(self) -> Series:
        """The readings, which show what is missing: the series, or what it was made of."""
        return self.supplement.readings if self.supplement else self.series

    @property
    def of_readings(self) -> PeriodReadings:
        """The same period of the readings that the series was made of."""
        return replace(self, series=self.stored, supplement=None) if self.supplement else self

    @property
    def whole(self) -> Part:
        """The period as a part by itself."""
        return Part(self.period.short_label, self.period.label, self.figures, self.period)

    @property
    def compared_whole(self) -> ComparedPart:
        """The whole period as a row of a table, with its comparison if one was asked for."""
        return ComparedPart(self.whole, None, self.comparison)

    def neighbours(self, most: int) -> tuple[Part, ...]:
        """Up to `most` periods of the same kind around this one, itself among them: see
        `neighbours_of`."""
        return neighbours_of(self.series, self.period, most)

    @cached_property
    def parts(self) -> tuple[ComparedPart, ...]:
        """The parts of the natural kind: half hours of a day, days of a month."""
        return compared_parts(self.series, self.period, self.against)

    @cached_property
    def weeks(self) -> tuple[ComparedPart, ...]:
        """The weeks of a longer period."""
        return compared_parts(self.series, self.period, self.against, Granularity.WEEK)

    @cached_property
    def parts_due(self) -> tuple[ComparedPart, ...]:
        """`parts` without those before the day of the first reading or after that of the last."""
        whole = self.stored.whole
        return tuple(each for each in self.parts if each.part.is_among(whole))

    @property
    def reach(self) -> range:
        """From the first reading to the end of the last, cut to the period: UTC seconds."""
        start, end = self.series.calendar.bounds(self.period)
        first, last = self.stored.first, self.stored.last
        if first is None or last is None:
            return range(0)
        return range(max(first, start), min(last + HALF_HOUR, end))

    @property
    def name_of_other(self) -> str:
        """The name of what the period is compared with, as a heading: `Wed 13 Mar 2024`, `a usual
        Wednesday`; empty if nothing."""
        if self.against is None:
            return ""
        other = baseline(self.series, self.period, self.against)
        return NAMES_FOR_EACH_PART[self.against] if other is None else other.names.full

    @cached_property
    def comparison(self) -> Comparison | None:
        """The comparison that was asked for, or why there is none; None if not asked for, or for
        all readings."""
        if self.against is None:
            return None
        return compare(self.series, self.period, self.against)

    @property
    def comparison_named(self) -> str:
        """`Each month beside other years`, for a period that cannot be compared as a whole; empty
        if nothing is compared."""
        if self.against is None:
            return ""
        return f"Each {self.period.natural_parts.value} beside {self.name_of_other}"

    @cached_property
    def bands(self) -> tuple[BandFigures, ...]:
        """How much of the period falls into each of the time bands; none with too few readings."""
        if not self.figures.has_enough:
            return ()
        return band_figures(self.series, self.period, self.time_bands)

    @cached_property
    def comparison_by_itself(self) -> Comparison | None:
        """The comparison to show if none is asked for: with the usual or, for a year without
        enough other years for that, with the year before. None if there is too little to compare,
        and for all readings."""
        is_year = self.period.granularity is Granularity.YEAR
        for reference in (Reference.USUAL, Reference.PREVIOUS)[: 1 + is_year]:
            found = compare(self.series, self.period, reference)
            if found is not None and found.fair:
                full, _, shortest = found.names
                named = found.names._replace(shortest=shortest or full)  # as nobody asked for it
                return found._replace(names=named)
        return None

    @cached_property
    def base_load(self) -> BaseLoad | None:
        """The base load to show for the period; see `base_load`."""
        return base_load(self.series, self.period)

    @cached_property
    def projection(self) -> Projection | None:
        """What the period is on course for; None if it is not in progress, or its readings are
        old; see `projection`."""
        return None if self.is_old else projection(self.series, self.period)

    @cached_property
    def rolling_year(self) -> RollingYear | None:
        """The last twelve months, if they are a figure of the period; see `rolling_year`."""
        return rolling_year_beside(self.series, self.period)

    @cached_property
    def part_projection(self) -> Projection | None:
        """What the part in progress is on course for, such as the month of a year."""
        due = self.parts_due
        last = due[-1].part.period if due and not self.is_old else None
        return projection(self.series, last) if last else None

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The comparison that was asked for, and what else is worth knowing about the period, most
        important first; often nothing."""
        return tuple(sentences(self.series, self.period, self.comparison))

    @cached_property
    def records(self) -> tuple[Entry, ...]:
        """The records of the period as a list; see `record_entries`."""
        from octoterm.analysis.records import record_entries

        return record_entries(self.series, self.period.first, self.period.last)

    @cached_property
    def unusual_days(self) -> tuple[Entry, ...]:
        """The unusual days of the period as a list, latest first."""
        from octoterm.analysis.records import unusual_entries

        return unusual_entries(self.series, self.period.first, self.period.last)
