"""CSV files that a spreadsheet, an editor or an accident has been at."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from itertools import groupby
from pathlib import Path

import pytest

from octoterm.errors import NotReadings
from octoterm.readings_csv import line_format, spreadsheet
from octoterm.readings_csv.bad_row import BadRow
from octoterm.readings_csv.clock_evidence import Witness
from octoterm.readings_csv.header import OWN, Layout, has_words, layout_of
from octoterm.readings_csv.line_format import Row
from tests.support.households import HEADER, LONDON, csv, half_hours, london_day, reading, readings
from tests.support.slow import slow
from tests.support.storing import beside, identity, load, merge

AUTUMN, SPRING = date(2023, 10, 29), date(2024, 3, 31)
STARTS = [*half_hours("2023-10-28T20:00Z", "2023-10-29T06:00Z"), *london_day(SPRING)]
ROWS = readings({start: n % 9 / 8 for n, start in enumerate(STARTS)})
TEXT = csv(ROWS)
LATER = reading(ROWS[-1].start + 1800, 0.5)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "upstairs.csv"


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
    """As the supplier's website lets one download it."""
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


@pytest.mark.parametrize("text", REWRITTEN.values(), ids=REWRITTEN)
def test_whatever_a_spreadsheet_made_of_the_file_every_reading_is_read(
    path: Path, text: str
) -> None:
    path.write_bytes(text.encode())
    before = identity(path)
    sheet = load(path)
    assert list(sheet.starts) == STARTS
    assert list(sheet.values) == [row.value for row in ROWS]
    assert (sheet.duplicates, sheet.unreadable) == ((), ())
    assert identity(path) == before
    merge(path, LATER)
    sheet = load(path)
    assert list(sheet.starts) == [*STARTS, LATER.start]
    assert (sheet.duplicates, sheet.unordered, sheet.unreadable) == ((), (), ())
    assert path.read_text().startswith(f"{HEADER}\n")
    merge(path, reading(LATER.start, 0.75))
    assert list(load(path).values) == [*(row.value for row in ROWS), 0.75]


@pytest.mark.parametrize("text", REWRITTEN.values(), ids=REWRITTEN)
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_so_it_is_where_the_spreadsheet_wrote_unicode_text(
    path: Path, text: str, encoding: str
) -> None:
    path.write_bytes(text.encode(encoding))
    was = path.read_bytes()
    assert list(load(path).starts) == STARTS
    assert merge(path, LATER).original == path.with_name("upstairs.csv.original")
    assert list(load(path).starts) == [*STARTS, LATER.start]
    assert path.read_text().startswith(f"{HEADER}\n")
    assert path.with_name("upstairs.csv.original").read_bytes() == was


@pytest.mark.parametrize("separator", ",;")
def test_rows_a_spreadsheet_wrote_are_written_back_as_octoterm_writes_them(
    path: Path, separator: str
) -> None:
    path.write_bytes(as_spreadsheet(ROWS, separator).encode())
    merge(path, LATER)
    as_numbers = [row._replace(line=row.line.replace(".0", "")) for row in ROWS]
    assert path.read_text() == csv([*as_numbers, LATER])


def test_rows_deleted_or_doubled_leave_the_others_alone(path: Path) -> None:
    kept = [*ROWS[:10], *ROWS[20:]]
    path.write_text(csv([*kept[:30], kept[29], kept[5], *kept[30:]]))
    sheet = load(path)
    assert list(sheet.starts) == [row.start for row in kept]
    assert sheet.duplicates == (32, 33)
    merge(path, *ROWS[10:20])
    assert path.read_text() == TEXT


@pytest.mark.parametrize("length", [1, 30, 45, 55])
def test_a_torn_last_line_is_reported_kept_and_read_again_when_it_comes(
    path: Path, length: int
) -> None:
    torn = ROWS[-1].line[:length]
    path.write_text(csv(ROWS[:-1]) + torn)
    sheet = load(path)
    assert list(sheet.starts) == STARTS[:-1]
    assert [bad.line for bad in sheet.unreadable] == [len(ROWS) + 1]
    merge(path, ROWS[-1])
    assert path.read_text() == csv([*ROWS[:-1], torn, ROWS[-1]])


def test_a_number_torn_in_two_is_put_right_by_the_next_sync(path: Path) -> None:
    """No one can see that it was longer once: an editor may leave out the last line end."""
    path.write_text(csv([*ROWS[:-1], reading(ROWS[-1].start, 0.123)])[:-3])
    assert load(path).values[-1] == 0.1
    merge(path, reading(ROWS[-1].start, 0.123))
    assert load(path).values[-1] == 0.123


# London's clock


def as_clock_times(starts: list[int]) -> str:
    return as_spreadsheet(readings({start: n / 8 for n, start in enumerate(starts)}))


@pytest.mark.parametrize("day", [AUTUMN, SPRING])
@pytest.mark.parametrize("missing", range(6))
def test_on_the_days_on_which_the_clocks_change_each_half_hour_is_the_right_one(
    path: Path, day: date, missing: int
) -> None:
    starts = london_day(day)
    del starts[missing]
    path.write_text(as_clock_times(starts))
    sheet = load(path)
    assert list(sheet.starts) == starts
    assert list(sheet.values) == [n / 8 for n in range(len(starts))]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("31/03/2024 01:00,31/03/2024 01:30,0.1", "no half hour from or to"),
        ("31/02/2024 01:00,31/02/2024 01:30,0.1", "there is no time"),
        ("31/31/2024 00:00,31/31/2024 00:30,0.1", "there is no time"),
        ("03/31/2024 01:00,03/31/2024 01:30,0.1", "there is no time"),
        ("04/13/2024 01:00,04/13/2024 02:00,0.1", "but 60: the row is hourly"),
        ("01/04/2024 12:30:00 AM,01/04/2024 01:00:00 AM,0.1", "by a 12-hour clock, AM or PM"),
        ("17 Apr 2024 00:30,17 Apr 2024 01:00,0.1", "‘17 Apr 2024 00:30’ is not a date"),
        ("2024-04-17T00:30:00,2024-04-17T01:00:00,0.1", "‘2024-04-17T00:30:00’ has no offset"),
        ("2024-04-17 00:30,2024-04-17 01:00,0.1", "‘2024-04-17 00:30’ has no offset"),
        ("2024-04-17T00:30Z,2024-04-17T01:00Z,0,123", "‘0,123’ has a decimal comma"),
        ('2024-04-17T00:30Z,2024-04-17T01:00Z,"0,123"', "‘0,123’ is not a number: it has a dec"),
        ("2024-04-17T00:30Z,2024-04-17T01:00Z,-50000", "‘-50000’ is negative"),
        (HEADER, "the header again"),
        ('"start"; "end"; "consumption";', "the header again"),
        ("30/03/2024 01:00,30/03/2024 02:00,0.1", "is not 30 minutes"),
        ("30/03/2024 01:10,30/03/2024 01:40,0.1", "no half hour from or to"),
        ("30/03/0024 01:00,30/03/0024 01:30,0.1", "the year 24 is not possible"),
        ("30/03/2024 01:00,30/03/2024 01:30,1001", "too large"),
        ("30/03/2024 01:00;30/03/2024 01:30;1,5,2", "is not a number"),
        ("30/03/2024 01:00;30/03/2024 01:30", "is not start, end, consumption"),
        ("########,########,0.1", "is not a"),
    ],
)
def test_a_spreadsheets_row_that_cannot_be_is_reported(path: Path, line: str, why: str) -> None:
    path.write_text(csv([ROWS[0], line]))
    ((number, said),) = load(path).unreadable
    assert number == 3
    assert why in said


# Mutations


def a_byte_changed(text: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(text))
    return text[:at] + bytes([chance.randrange(256)]) + text[at + 1 :]


def a_stretch_gone(text: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(text))
    return text[:at] + text[at + chance.randrange(200) :]


def a_stretch_twice(text: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(text))
    return text[:at] + text[at : at + chance.randrange(200)] + text[at:]


def bytes_between(text: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(text))
    return text[:at] + chance.randbytes(chance.randrange(1, 60)) + text[at:]


def lines_in_another_order(text: bytes, chance: random.Random) -> bytes:
    header, *lines = text.splitlines(keepends=True)
    one, other = sorted(chance.sample(range(len(lines) + 1), 2))
    middle = lines[one:other]
    chance.shuffle(middle)
    return b"".join([header, *lines[:one], *middle, *lines[other:]])


def the_end_gone(text: bytes, chance: random.Random) -> bytes:
    return text[: chance.randrange(30, len(text))]


def nothing_for_a_stretch(text: bytes, chance: random.Random) -> bytes:
    """As a file system leaves a file after a crash."""
    at, length = chance.randrange(30, len(text)), chance.randrange(1, 4096)
    return text[:at] + bytes(len(text[at : at + length])) + text[at + length :]


MUTATIONS: list[Callable[[bytes, random.Random], bytes]] = [
    a_byte_changed, a_stretch_gone, a_stretch_twice, bytes_between, lines_in_another_order,
    the_end_gone, nothing_for_a_stretch,
]  # fmt: skip


def mutated(seed: int) -> bytes:
    chance = random.Random(seed)
    text = chance.choice([*REWRITTEN.values(), TEXT]).encode()
    for _ in range(chance.randrange(1, 4)):
        text = chance.choice(MUTATIONS)(text, chance)
    return text


def line_by_line(text: bytes) -> tuple[dict[int, float], list[int], list[bytes], bool]:
    """The readings, the numbers of the lines that are none, those lines as they are kept, and
    whether any line is in another form than it is written in, found one by one."""
    values: dict[int, float] = {}
    numbers: list[int] = []
    bad: list[bytes] = []
    lines = [
        (number, line, words)
        for number, line in enumerate(text.split(b"\n"), start=1)
        if (words := line.decode("utf-8", "surrogateescape").removeprefix("\ufeff")).strip()
    ]
    layout, rewritten = OWN, False
    if lines and has_words(lines[0][2]):
        _, first, words = lines.pop(0)
        layout, rewritten = layout_of(words), first != HEADER.encode()
    witness = Witness()
    for number, _, words in lines:
        with suppress(BadRow):
            _testify(witness, number, words, layout)
    evidence = witness.evidence()
    for number, line, words in lines:
        try:
            row = _row(words, number, layout, evidence)
        except BadRow:
            numbers.append(number)
            written = _kept(line.rstrip(b"\r"), layout)
            bad.append(written)
        else:
            values[row.start] = row.value
            written = row.line.encode("utf-8", "surrogateescape")
        rewritten = rewritten or written != line
    return values, numbers, bad, rewritten


def _kept(line: bytes, layout: Layout) -> bytes:
    if layout != OWN:
        with suppress(BadRow):
            words = line.decode("utf-8", "surrogateescape")
            return spreadsheet.in_own_columns(words, layout).encode("utf-8", "surrogateescape")
    return line


def _testify(witness: Witness, number: int, words: str, layout: Layout) -> None:
    try:
        row = line_format.read_line(words)
    except BadRow:
        witness.saw(spreadsheet.Cells(words, layout), number)
    else:
        witness.saw_own([row.start], [row.value])


def _row(words: str, number: int, layout: Layout, evidence: spreadsheet.Evidence) -> Row:
    with suppress(BadRow):
        return line_format.read_line(words)
    return spreadsheet.read_line(words, number, layout, evidence)


def check(path: Path, text: bytes) -> bool:
    """What can be read is, what cannot is reported and kept; or the file is refused untouched."""
    path.write_bytes(text)
    before = identity(path)
    try:
        sheet = load(path)
    except NotReadings:
        with pytest.raises(NotReadings):
            merge(path, LATER)
        assert identity(path) == before
        return False
    values, numbers, bad, rewritten = line_by_line(text)
    assert dict(zip(sheet.starts, sheet.values, strict=True)) == dict(sorted(values.items()))
    assert [line for line, _ in sheet.unreadable] == numbers
    assert identity(path) == before
    merge(path, LATER)
    after, _, kept, _ = line_by_line(path.read_bytes())
    assert after == dict(sorted({**values, LATER.start: LATER.value}.items()))
    assert sorted(kept) == sorted(bad)
    assert beside(path) == ({f"{path.name}.original"} if rewritten else set())
    if rewritten:
        original = path.with_name(f"{path.name}.original")
        assert original.read_bytes() == text
        original.unlink()
    return True


@pytest.mark.usefixtures("quick_disk")
@pytest.mark.parametrize("part", [0, *slow(1, 2, 3)])
def test_of_100_mutations_what_can_be_read_is_and_what_cannot_is_kept(
    path: Path, part: int
) -> None:
    assert sum(check(path, mutated(seed)) for seed in range(25 * part, 25 * part + 25)) > 20


@pytest.mark.usefixtures("quick_disk")
@pytest.mark.slow
def test_of_1000_mutations_what_can_be_read_is_and_what_cannot_is_kept(path: Path) -> None:
    assert sum(check(path, mutated(seed)) for seed in range(1000)) > 900


def test_nearly_every_untouched_line_is_read_whatever_happened_to_its_neighbours() -> None:
    """That the reckoning above is not mistaken about what can be read."""
    intact = {row.line.encode(): row for row in ROWS}
    for seed in range(100):
        chance = random.Random(seed)
        text = chance.choice(MUTATIONS)(TEXT.encode(), chance)
        values, *_ = line_by_line(text)
        for line, _copies in groupby(sorted(text.split(b"\n"))):
            if line in intact:
                assert intact[line].start in values
