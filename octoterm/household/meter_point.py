"""A meter point: where energy enters or leaves a home, and the meters that measured there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from octoterm.household.account import Agreement, Direction, direction_of, latest_agreement
from octoterm.household.charge_settings import NOTHING_SAID, ChargeSettings
from octoterm.household.meter import UNIT_CUBIC_METRES, UNIT_KWH, Fuel, Meter
from octoterm.periods.london import london

SHORT = 9
"""Longest number that a label shows whole."""


class MeterPoint(NamedTuple):
    """What is shown as a unit: a meter point with the readings of all its meters, or the net use
    of a home, which is what its meter points import less what they export."""

    name: str
    """Safe to show, and unique in a configuration."""
    fuel: Fuel
    number: str
    """The MPAN, or the MPRN of gas; empty for a net use."""
    meters: tuple[Meter, ...]
    """In the order in which they were installed; may be empty. For a net use, those of all meter
    points that import, one meter point after the other."""
    direction: Direction = Direction.IMPORT
    agreements: tuple[Agreement, ...] = ()
    """In order of `since`: its own tariffs, or those of the account; empty if none are known."""
    moved_out: int | None = None
    """When the property was left, UTC seconds; None if it is lived in, or that is not known."""
    is_listed: bool = True
    """Whether the account still lists it. If not, its readings stay, but no more are requested."""
    subtracted: tuple[Meter, ...] = ()
    """For a net use, the meters of all meter points that export."""
    charge_settings: ChargeSettings = NOTHING_SAID
    """The settings of this meter point or its account, without the general ones."""

    @classmethod
    def of(cls, meter: Meter) -> MeterPoint:
        """The meter point of one meter."""
        return cls(meter.name, meter.fuel, meter.mpan, (meter,))

    def charged(self, settings: ChargeSettings) -> MeterPoint:
        """The meter point with these settings. Tariffs of its own replace all agreements of the
        account. If no account lists it, the products of these tariffs decide its direction."""
        if settings.tariffs is None:
            return self._replace(charge_settings=settings)
        own = tuple(agreement for agreement, _ in settings.named_tariffs)
        is_listed = any(meter.is_discovered for meter in self.meters) or not self.meters
        direction = self.direction if is_listed else direction_of(is_export=None, agreements=own)
        return self._replace(charge_settings=settings, agreements=own, direction=direction)

    @property
    def key(self) -> tuple[Fuel, str, str]:
        """What stays the same when its name or its meters change."""
        told_apart_by = self.subtracted[:1] or self.meters[:1]
        others = (each.mpan if each.is_discovered else each.serial for each in told_apart_by)
        what = "net " if self.is_net else f"{self.direction.value} "
        return self.fuel, self.number, "".join((what, *others))

    @property
    def is_net(self) -> bool:
        """Whether it is a net use."""
        return bool(self.subtracted)

    @property
    def has_ended(self) -> bool:
        """Whether no more readings are to come: its home was left, or it is no longer listed."""
        return self.moved_out is not None or not self.is_listed

    @property
    def all_meters(self) -> tuple[Meter, ...]:
        """The meters whose readings are needed."""
        return self.meters + self.subtracted

    @property
    def newest(self) -> Meter | None:
        """The meter that was installed last."""
        return self.meters[-1] if self.meters else None

    @property
    def unit(self) -> str:
        """The unit in which its meters count."""
        return self.newest.unit if self.newest else UNIT_KWH

    @property
    def kwh_per_unit(self) -> float:
        """kWh in one unit of its files; now, where it has changed."""
        return self.newest.kwh_per_unit if self.newest else 1.0

    @property
    def kwh_per_unit_since(self) -> tuple[tuple[int, float], ...]:
        """Times (UTC seconds), the first of them 0, from which one unit of its files is this many
        kWh."""
        return self.newest.kwh_per_unit_since if self.newest else ((0, 1.0),)

    def agreement_at(self, instant: int) -> Agreement | None:
        """The agreement that applies at `instant`, UTC seconds, or the last one before."""
        return latest_agreement(self.agreements, instant)

    @property
    def title(self) -> str:
        """`Electricity`, or `Gas, kWh from m³`."""
        return f"{self.name}, kWh from m³" if self.unit == UNIT_CUBIC_METRES else self.name

    @property
    def label(self) -> str:
        """`Electricity 2000…5678`: enough of the number to tell meter points apart, and what is
        special about it."""
        if self.is_net:
            sides = ((self.meters, "import"), (self.subtracted, "export"))
            counted = ((len(by_meter_point(meters)), what) for meters, what in sides)
            words = (f"{count} {what}s" if count > 1 else what for count, what in counted)
            return f"{self.name} ({' − '.join(words)})"
        number = self.number
        short = f"{number[:4]}…{number[-4:]}" if len(number) > SHORT else number
        left = "" if self.moved_out is None else f"moved out {london(self.moved_out).year}"
        marks = (
            "m³ as kWh" if self.kwh_per_unit != 1.0 else "",
            "" if left in self.name else left,  # in a name of one's own it may be missing
            "" if self.is_listed else "gone",
        )
        said = ", ".join(filter(None, marks))
        return f"{self.name} {short}".strip() + (f" ({said})" if said else "")


def by_meter_point(meters: Iterable[Meter]) -> tuple[tuple[Meter, ...], ...]:
    """The meters, each with those of the same meter point."""
    found: dict[str, list[Meter]] = {}
    for meter in meters:
        found.setdefault(meter.mpan, []).append(meter)
    return tuple(map(tuple, found.values()))


NONE_KNOWN = MeterPoint("No meters yet", Fuel.ELECTRICITY, "", ())
"""Stands for the meter points of an account that has not been requested yet, or has none."""
