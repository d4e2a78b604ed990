"""Answers of the API's account endpoint, with invented identities."""

from __future__ import annotations

from collections.abc import Mapping

TARIFF = "E-1R-VAR-22-11-01-C"
SINCE = "2022-11-01T00:00:00Z"


def agreement(
    tariff: str = TARIFF, since: str = SINCE, until: str | None = None
) -> dict[str, object]:
    return {"tariff_code": tariff, "valid_from": since, "valid_to": until}


def electricity(
    mpan: str = "2000000000017", *serials: object, agreements: object = None, **more: object
) -> dict[str, object]:
    return {
        "mpan": mpan,
        "profile_class": 1,
        "consumption_standard": 2900,
        "meters": [
            {
                "serial_number": serial,
                "registers": [{"identifier": "01", "rate": "STANDARD"}],
            }
            for serial in serials or ("21L0000017",)
        ],
        "agreements": [agreement()] if agreements is None else agreements,
        **more,
    }


def gas(mprn: str = "3000000017", *serials: object, **more: object) -> dict[str, object]:
    return {
        "mprn": mprn,
        "consumption_standard": 12000,
        "meters": [{"serial_number": serial} for serial in serials or ("G4P00000000017",)],
        "agreements": [agreement("G-1R-VAR-22-11-01-C")],
        **more,
    }


def home(
    *electricity_points: Mapping[str, object],
    gas_points: object = (),
    moved_in: str | None = "2020-01-22T00:00:00Z",
    moved_out: str | None = None,
) -> dict[str, object]:
    return {
        "id": 4711,
        "moved_in_at": moved_in,
        "moved_out_at": moved_out,
        "address_line_1": "1 CANARY LANE",
        "address_line_2": "",
        "address_line_3": "",
        "town": "CANARY TOWN",
        "county": "",
        "postcode": "CA1 1RY",
        "electricity_meter_points": list(electricity_points),
        "gas_meter_points": list(gas_points) if isinstance(gas_points, tuple) else gas_points,
    }


def account(*properties: Mapping[str, object], number: str = "A-1A2B3C4D") -> dict[str, object]:
    return {"number": number, "properties": list(properties)}
