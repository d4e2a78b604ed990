"""A file of readings, and the forms that spreadsheets and a website give it."""

from __future__ import annotations

from datetime import date, datetime

from octoterm.readings_csv.row import Row
from tests.support.households import HEADER, LONDON, csv, half_hours, london_day, readings

AUTUMN, SPRING = date(2023, 10, 29), date(2024, 3, 31)
STARTS = [*half_hours("2023-10-28T20:00Z", "2023-10-29T06:00Z"), *london_day(SPRING)]
ROWS = readings({start: n % 9 / 8 for n, start in enumerate(STARTS)})
TEXT = csv(ROWS)


def clock(instant: int, form: str = "%d/%m/%Y %H:%M") -> str:
    """What a clock in London shows, as a spreadsheet writes it."""
    return datetime.fromtimestamp(instant, LONDON).strftime(form)


def as_spreadsheet(
    rows: list[Row], separator: str = ",", form: str = "%d/%m/%Y %H:%M", comma: bool = False
) -> str:
    lines = [HEADER.replace(",", separator)]
    for row in rows:
        number = f"{row.value:g}".replace(".", "," if comma else ".")
        cells = clock(row.start, form), clock(row.start + 1800, form), number
        lines.append(separator.join(cells))
    return "".join(f"{line}\r\n" for line in lines)


def unpadded(rows: list[Row]) -> str:
    """`1/4/2024 0:30:00`, without the zeros."""
    return as_spreadsheet(rows, form="%-d/%-m/%Y %-H:%M:00")


def as_website(rows: list[Row]) -> str:
    """The file as it is downloaded from the supplier's website."""
    lines = ["Consumption (kwh), Estimated Cost Inc. Tax (p), Start, End"]
    for row in rows:
        start, end, _ = row.line.replace('"', "").split(",")
        lines.append(f"{row.value:.6f}, {row.value * 24.5:.2f}, {start}, {end}")
    return "".join(f"{line}\n" for line in lines)


REWRITTEN: dict[str, str] = {
    "quotes gone": TEXT.replace('"', ""),
    "everything quoted": "".join(
        '"' + '","'.join(line.replace('"', "").split(",")) + '"\n' for line in TEXT.splitlines()
    ),
    "CRLF": TEXT.replace("\n", "\r\n"),
    "BOM": "\ufeff" + TEXT,
    "no last line end": TEXT[:-1],
    "semicolons": TEXT.replace(",", ";"),
    "semicolons and decimal commas": TEXT.replace(",", ";").replace('";0.', '";0,'),
    "London's clock": as_spreadsheet(ROWS),
    "London's clock, unpadded": unpadded(ROWS),
    "London's clock, semicolons, decimal commas, BOM": "\ufeff"
    + as_spreadsheet(ROWS, ";", comma=True),
    "more columns": "".join(f"{line},,\n" for line in TEXT.splitlines()),
    "blank lines and spaces": TEXT.replace("\n", "  \n\n"),
    "no header": TEXT.partition("\n")[2],
    "upside down": csv(ROWS[::-1]),
    "tabs": TEXT.replace(",", "\t"),
    "tabs and decimal commas": as_spreadsheet(ROWS, "\t", comma=True),
    "the supplier's website": as_website(ROWS),
    "London's clock, upside down": as_spreadsheet(ROWS[::-1]),
    "London's clock, month first": as_spreadsheet(ROWS, form="%-m/%-d/%Y %-H:%M"),
}
