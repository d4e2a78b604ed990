"""The simulated household's account, in the form of the API's answer. Pure."""

from __future__ import annotations

from datetime import UTC, date, datetime

from octoterm.demo.rate_patterns import midnight
from octoterm.periods.london import LONDON, london_stamp
from octoterm.periods.period import add_months

ACCOUNT = "A-DE30DE30"
IMPORT, EXPORT, GAS, LEFT = "2000000000001", "2000000000025", "3000000001", "2000000000033"
"""The MPANs, and the MPRN, of its meter points; the last one belongs to a former home."""

MOVED_IN = -42
"""When the household moved in, in months from today."""


def demo_account(today: date) -> dict[str, object]:
    """The account as it is on `today`: the tariffs of the last years, a meter that was exchanged,
    solar panels, and a former home."""

    def months_ago(months: int) -> str:
        return london_stamp(midnight(add_months(today.replace(day=1), months)))

    def agreements(*tariffs: tuple[str, int]) -> list[dict[str, object]]:
        ends = [*(months_ago(begin) for _, begin in tariffs[1:]), None]
        return [
            {"tariff_code": code, "valid_from": months_ago(begin), "valid_to": end}
            for (code, begin), end in zip(tariffs, ends, strict=True)
        ]

    def meters(*serials: str) -> list[dict[str, object]]:
        return [{"serial_number": serial, "registers": []} for serial in serials]

    left = months_ago(MOVED_IN)
    return {
        "number": ACCOUNT,
        "properties": [
            {
                "id": 1,
                "moved_in_at": months_ago(-60),
                "moved_out_at": left,
                "electricity_meter_points": [
                    {
                        "mpan": LEFT,
                        "is_export": False,
                        "meters": meters("18L0000003"),
                        "agreements": [
                            {
                                "tariff_code": "E-1R-VAR-20-09-01-J",
                                "valid_from": months_ago(-60),
                                "valid_to": left,
                            }
                        ],
                    }
                ],
                "gas_meter_points": [],
            },
            {
                "id": 2,
                "moved_in_at": left,
                "moved_out_at": None,
                "address_line_1": "1 Example Road",
                "postcode": "AB1 2CD",
                "electricity_meter_points": [
                    {
                        "mpan": IMPORT,
                        "is_export": False,
                        "meters": meters("19L0000002", "21L0000001"),
                        "agreements": agreements(
                            ("E-1R-VAR-22-11-01-C", MOVED_IN),
                            ("E-1R-SILVER-23-12-06-C", -30),
                            ("E-1R-LOYAL-FIX-12M-23-12-30-C", -26),
                            ("E-1R-GO-VAR-22-10-14-C", -18),
                            ("E-1R-AGILE-24-10-01-C", -13),
                        ),
                    },
                    {
                        "mpan": EXPORT,
                        "is_export": True,
                        "meters": meters("23S0000004"),
                        "agreements": agreements(
                            ("E-1R-OUTGOING-FIX-12M-19-05-13-C", -25),
                            ("E-1R-OUTGOING-VAR-24-10-26-C", -12),
                        ),
                    },
                ],
                "gas_meter_points": [
                    {
                        "mprn": GAS,
                        "meters": meters("G4P00000000001"),
                        "agreements": agreements(("G-1R-VAR-22-11-01-C", MOVED_IN)),
                    }
                ],
            },
        ],
    }


def today_in_london() -> date:
    """Today's date in London."""
    return datetime.now(UTC).astimezone(LONDON).date()
