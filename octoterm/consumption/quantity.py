"""The unit of a series and how its values are formatted. Pure.

Views, commands and exports take units and formats from the quantity of their series, so that they
can show a series of any quantity.
"""

from __future__ import annotations

from typing import NamedTuple

from octoterm import number_format
from octoterm.periods.period import Granularity


class Form(NamedTuple):
    """How values are formatted for people: unit and decimals."""

    unit: str
    decimals: int
    factor: float = 1.0
    """Converts a value of the series to `unit`."""
    unit_first: bool = False
    """Whether the unit stands before the number, as in `£3.91`."""
    fewer_decimals_from_1000: bool = False
    """Whether values from 1,000 have only one decimal, except in columns."""
    is_signed: bool = False
    """Whether values may be below zero, as differences can be; changes are then not in percent."""
    unit_attached: bool = False
    """Whether no space stands between number and unit, as in `61p`."""
    rounded_half_up: bool = False
    """Whether a half is rounded away from zero, as bills do."""
    small: Form | None = None
    """The format, except in columns, for values of less than one `unit`: pence for pounds."""

    def number(self, value: float) -> str:
        """`14.62`, always with the same number of decimals, for columns."""
        return self._digits(value, self.decimals)

    def signed(self, change: float) -> str:
        """A change: `+1.07`, always with the same number of decimals."""
        return number_format.signed(self.factor * change, self.decimals)

    def short(self, value: float) -> str:
        """`14.62`, `1,234.5`, `£3.91`: for text that has already named the unit."""
        if self.small is not None and self._is_small(value):
            return self.small.text(value)
        number = self._digits(value, self._decimals_of(value))
        return self._with_unit(number) if self.unit_first else number

    def text(self, value: float) -> str:
        """`14.62 kWh`, `1,234.5 kWh`, `£3.91`, `61p`."""
        if self.small is not None and self._is_small(value):
            return self.small.text(value)
        return self._with_unit(self._digits(value, self._decimals_of(value)))

    def number_with_unit(self, value: float) -> str:
        """`14.62 kWh`, always with the same number of decimals."""
        return self._with_unit(self.number(value))

    def _with_unit(self, number: str) -> str:
        if not self.unit_first:
            return f"{number}{'' if self.unit_attached else ' '}{self.unit}"
        sign = number[0] if number[0] in "+-−±" else ""
        return f"{sign}{self.unit}{number.removeprefix(sign)}"

    def as_read(self, value: float) -> float:
        """The value as its text shows it, rounded, in the unit of the series."""
        decimals = self._decimals_of(value)
        return round(round(self.factor * value, 6), decimals) / self.factor  # as in `number`

    @property
    def smallest(self) -> float:
        """The smallest difference that the decimals can show, in the unit of the series."""
        return 10.0**-self.decimals / self.factor

    def _digits(self, value: float, decimals: int) -> str:
        written = number_format.half_up if self.rounded_half_up else number_format.number
        return written(self.factor * value, decimals)

    def _is_small(self, value: float) -> bool:
        return abs(self.factor * value) < 1 - 0.5 * 10.0**-self.decimals

    def _decimals_of(self, value: float) -> int:
        is_short = abs(self.factor * value) < 1000 - 0.5 * 10.0**-self.decimals
        return self.decimals if is_short or not self.fewer_decimals_from_1000 else 1


class Quantity(NamedTuple):
    """What the half-hourly values of a series measure, and how they are formatted."""

    key: str
    """Part of the keys in JSON and CSV: `kwh`, `peak_kwh`."""
    whole: Form
    """Format for days and longer periods."""
    half_hour: Form
    """Format for half hours."""
    rate: Form
    """Format for a half hour's value as an hourly rate."""
    rate_key: str
    """Key in JSON and CSV of the mean of the smallest half hours of each day, as a rate."""
    rate_name: str
    """The name of that rate on screen: `base load`."""
    sum_decimals: int
    """Decimals for sums in JSON and CSV, in the unit of the series."""
    noteworthy: float
    """Smallest difference from the usual worth reporting, in the unit of the series."""
    negligible: float
    """A range of values smaller than this is drawn as zero, in the unit of the series."""
    high_rate: Form | None = None
    """Format for high rates, such as peaks; None for that of `rate`."""
    small_rate_key: str = "rate"
    """Key in JSON and CSV of a rate in the unit of `rate`."""
    total_name: str = "Total"
    """What the sum of a period is called."""
    fixed_name: str = ""
    """What the fixed amounts of days are called, if they are shown separately: `standing`."""
    missing: str = "no readings"
    """The text for a time without any value."""
    missing_half_hour: str = "no reading"
    none_due: str = "none due"
    """The text for a time before the first value or after the last."""
    before_first: str = "before the first reading"
    after_last: str = "after the last reading"
    has_base: bool = True
    """Whether the smallest half hours of days show what is used all the time."""
    is_use: bool = True
    """Whether a high half hour is more use of something."""

    @property
    def peak_rate(self) -> Form:
        """The format for the hourly rate of a peak."""
        return self.high_rate or self.rate

    @property
    def is_signed(self) -> bool:
        """Whether it is a difference: its smallest values do not show what is used all the time,
        and its changes are not given in percent."""
        return self.whole.is_signed

    def form(self, parts: Granularity) -> Form:
        """The format for parts of this granularity."""
        return self.half_hour if parts is Granularity.HALF_HOUR else self.whole


KWH = Quantity(
    key="kwh",
    whole=Form("kWh", 2, fewer_decimals_from_1000=True),
    half_hour=Form("kWh", 3),
    rate=Form("W", 0, factor=1000.0),
    rate_key="base_load_kw",
    rate_name="base load",
    sum_decimals=3,  # a watt-hour, which is what meters count
    noteworthy=1.0,
    negligible=1e-6,
    high_rate=Form("kW", 2),
    small_rate_key="watts",
)
"""Energy: what meters record."""


def _signed(form: Form) -> Form:
    return form._replace(is_signed=True)


NET_KWH = KWH._replace(
    whole=_signed(KWH.whole),
    half_hour=_signed(KWH.half_hour),
    rate=_signed(KWH.rate),
    high_rate=_signed(KWH.peak_rate),
)
"""What is imported less what is exported."""
