"""What a column of half hours is of, and how its values are read by people and programs. Pure.

Views, commands and exports ask the quantity of the series they are given. None of them names a
unit, so that a series of another quantity is shown by all of them as it is.
"""

from __future__ import annotations

from dataclasses import dataclass

from octoterm import number_format
from octoterm.periods.period import Granularity


@dataclass(frozen=True)
class Form:
    """How a person reads values of one size: what they are counted in, to how many decimals."""

    unit: str
    decimals: int
    factor: float = 1.0
    """What a value of the series is multiplied by to be in `unit`."""
    unit_first: bool = False
    """Whether the unit stands before the number, as in `£3.91`."""
    fewer_decimals_from_1000: bool = False
    """Whether a value of four digits has one decimal only, where it stands by itself."""

    def number(self, value: float) -> str:
        """`14.62`, always with the same decimals, as columns need it."""
        return number_format.number(self.factor * value, self.decimals)

    def signed(self, change: float) -> str:
        """A change: `+1.07`, always with the same decimals."""
        return number_format.signed(self.factor * change, self.decimals)

    def short(self, value: float) -> str:
        """`14.62`, `1,234.5`, `£3.91`: in a sentence that has named the unit before."""
        number = number_format.number(self.factor * value, self._decimals_of(value))
        return self._with_unit(number) if self.unit_first else number

    def signed_alone(self, change: float) -> str:
        """The same as a change: `+1.07`, `-1,234.5`."""
        return number_format.signed(self.factor * change, self._decimals_of(change))

    def text(self, value: float) -> str:
        """`14.62 kWh`, `1,234.5 kWh`, `£3.91`."""
        return self._with_unit(number_format.number(self.factor * value, self._decimals_of(value)))

    def signed_text(self, change: float) -> str:
        """The same as a change: `+1.07 kWh`, `+£3.91`."""
        return self._with_unit(self.signed_alone(change))

    def number_with_unit(self, value: float) -> str:
        """`14.62 kWh`, always with the same decimals."""
        return self._with_unit(self.number(value))

    def _with_unit(self, number: str) -> str:
        if not self.unit_first:
            return f"{number} {self.unit}"
        sign = number[0] if number[0] in "+-±" else ""
        return f"{sign}{self.unit}{number.removeprefix(sign)}"

    @property
    def smallest(self) -> float:
        """In the values' own unit: less between two values cannot be read."""
        return 10.0**-self.decimals / self.factor

    def _decimals_of(self, value: float) -> int:
        is_short = abs(self.factor * value) < 1000 - 0.5 * 10.0**-self.decimals
        return self.decimals if is_short or not self.fewer_decimals_from_1000 else 1


@dataclass(frozen=True)
class Quantity:
    """What the values of a series are, one for each half hour."""

    key: str
    """In the keys of JSON and CSV: `kwh`, `peak_kwh`."""
    whole: Form
    """Of days and longer."""
    half_hour: Form
    rate: Form
    """Of what the value of a half hour would come to in an hour."""
    rate_key: str
    """In JSON and CSV, for the mean of the days' smallest half hours as a rate."""
    rate_name: str
    """What people call that: `base load`."""
    sum_decimals: int
    """To which sums are rounded for other programs, in the values' own unit."""
    noteworthy: float
    """So far a day must be from what is usual to be worth a person's time."""
    negligible: float
    """Values no further apart than this are drawn the same."""

    def form(self, parts: Granularity) -> Form:
        """That of a value of such a part of a period."""
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
)
"""Energy: what meters record."""
