"""An account as JSON, in the form of the API's answer, part of which octoterm keeps. Pure.

The same function reads the API's answer and the part of it that was kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from octoterm.household.account import (
    Account,
    Agreement,
    Direction,
    ListedPoint,
    Property,
    account_of,
    agreements_of,
    direction_of,
)
from octoterm.household.meter import Fuel
from octoterm.periods.london import LONDON, utc_stamp
from octoterm.safe_text import visible

LONGEST_TEXT = 60
"""Characters of a number, serial or tariff code; real ones have up to 40."""
MOST_ENTRIES = 1000
"""Entries of one list; real accounts have a few dozen agreements and a few meter points."""
EARLIEST, LATEST = 0, 4_102_444_800
"""UTC seconds, of 1970 and 2100; times beyond them, such as year 1 or 9999, mean always and never,
and some have no date in London."""

_POINTS_OF = {Fuel.ELECTRICITY: "electricity_meter_points", Fuel.GAS: "gas_meter_points"}
_NUMBER_OF = {Fuel.ELECTRICITY: "mpan", Fuel.GAS: "mprn"}


def read_account(document: Mapping[str, object]) -> Account:
    """The account in the API's answer, or in the part of it that was kept.

    Raises ValueError that says where and what is wrong, such as `properties[0].id is …`, without
    the value. Names, addresses and anything else that is not needed are not read.
    """
    top = _Place(document, "")
    return account_of(top.text("number"), [_property(each) for each in top.objects("properties")])


def account_json(account: Account) -> dict[str, object]:
    """The part of an account that is kept, in the form of the API's answer."""
    return {
        "number": account.number,
        "properties": [
            {
                "moved_in_at": _stamp(each.moved_in),
                "moved_out_at": _stamp(each.moved_out),
                **{
                    _POINTS_OF[fuel]: [
                        _point_json(point) for point in each.meter_points if point.fuel is fuel
                    ]
                    for fuel in Fuel
                },
            }
            for each in account.properties
        ],
    }


def _point_json(point: ListedPoint) -> dict[str, object]:
    record: dict[str, object] = {
        _NUMBER_OF[point.fuel]: point.number,
        "meters": [{"serial_number": serial} for serial in point.serials],
        "agreements": [
            {
                "tariff_code": each.tariff,
                "valid_from": _stamp(each.since),
                "valid_to": _stamp(each.until),
            }
            for each in point.agreements
        ],
    }
    if point.fuel is Fuel.ELECTRICITY:
        record["is_export"] = point.direction is Direction.EXPORT
    return record


def _property(place: _Place) -> Property:
    return Property(
        place.instant("moved_in_at"),
        place.instant("moved_out_at"),
        tuple(
            _meter_point(point, fuel)
            for fuel, points in _POINTS_OF.items()
            for point in place.objects(points)
        ),
    )


def _meter_point(place: _Place, fuel: Fuel) -> ListedPoint:
    agreements = agreements_of(map(_agreement, place.objects("agreements")))
    serials = (meter.optional_text("serial_number") for meter in place.objects("meters"))
    direction = direction_of(is_export=place.flag("is_export"), agreements=agreements)
    return ListedPoint(
        fuel=fuel,
        number="".join(place.text(_NUMBER_OF[fuel]).split()),
        direction=Direction.IMPORT if fuel is Fuel.GAS else direction,
        serials=tuple(dict.fromkeys(serial for serial in serials if serial)),
        agreements=agreements,
    )


def _agreement(place: _Place) -> Agreement:
    since = place.instant("valid_from")
    if since is None:
        raise place.wrong("valid_from", "is missing")
    return Agreement(place.text("tariff_code"), since, place.instant("valid_to"))


class _Place:
    """One object of the document, and where it is."""

    def __init__(self, values: Mapping[str, object], path: str) -> None:
        self._values = values
        self._path = path

    def wrong(self, key: str, problem: str) -> ValueError:
        return ValueError(f"{self._path}{key} {problem}")

    def objects(self, key: str) -> list[_Place]:
        """The objects in a list; empty if it is null or absent."""
        items = self._values.get(key)
        if items is None:
            return []
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            raise self.wrong(key, "is not a list of objects")
        if len(items) > MOST_ENTRIES:
            raise self.wrong(key, f"has more than {MOST_ENTRIES:,} entries")
        return [_Place(item, f"{self._path}{key}[{number}].") for number, item in enumerate(items)]

    def optional_text(self, key: str) -> str | None:
        """A text, without invisible characters and spaces around it; None if it is null, absent
        or empty."""
        value = self._values.get(key)
        if value is None:
            return None
        if not isinstance(value, str):
            raise self.wrong(key, "is not text")
        found = visible(value).strip()
        if len(found) > LONGEST_TEXT or not found.isprintable():
            raise self.wrong(key, "holds characters that do not belong there, or too many")
        if found in (".", ".."):
            raise self.wrong(key, "is only dots")
        return found or None

    def text(self, key: str) -> str:
        found = self.optional_text(key)
        if found is None:
            raise self.wrong(key, "is missing")
        return found

    def flag(self, key: str) -> bool | None:
        """True or false; None if it is null or absent."""
        value = self._values.get(key)
        if value is None or isinstance(value, bool):
            return value
        raise self.wrong(key, "is neither true nor false")

    def instant(self, key: str) -> int | None:
        """A time in UTC seconds; None if it is null or absent. One without an offset is in
        London, as everywhere in the API."""
        stamp = self.optional_text(key)
        if stamp is None:
            return None
        try:
            moment = datetime.fromisoformat(stamp)
            instant = int((moment if moment.tzinfo else moment.replace(tzinfo=LONDON)).timestamp())
            return min(max(instant, EARLIEST), LATEST)
        except (ValueError, OverflowError):
            raise self.wrong(key, "is not a time") from None


def _stamp(instant: int | None) -> str | None:
    return None if instant is None else utc_stamp(instant)
