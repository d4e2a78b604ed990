"""Reading many lines at once agrees with reading each."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octoterm.readings_csv.api_rows import row_from_reading, rows_from_readings
from octoterm.readings_csv.line_format import read_line, read_lines
from octoterm.readings_csv.row import Row
from tests.support.households import half_hours, reading

START, END = "2024-03-14T00:30:00Z", "2024-03-14T01:00:00Z"
TIDY = [reading(start, value / 1000) for value, start in enumerate(
    half_hours("2024-10-26T22:00Z", "2024-10-28T02:00Z")
)]  # fmt: skip

WEEKS = [
    reading(start, 0.5)
    for month in ("03", "06", "10", "12")
    for start in half_hours(f"2024-{month}-25T22:00Z", f"2024-{month}-30T05:00Z")
]

hostile_fields = st.one_of(
    st.sampled_from(
        [START, END, "0.1", "-0.1", "1001", "nan", "1.", ".5", "1e3", "", " ", "0.1\r", "٣", '"',
         "2024-03-14", "T00:30:00Z", "2024-03-14T00:30:00+0000", "2024-03-14T00:30Z", "\ufeff",
         "2024-03-14 00:30:00z", "2024-02-30T00:00:00Z", "2024-03-14T00:15:00Z", ",", "\x1b"]
    ),
    st.text(max_size=6),
)  # fmt: skip
hostile_lines = st.one_of(
    st.builds('"{}","{}",{}'.format, hostile_fields, hostile_fields, hostile_fields),
    st.lists(hostile_fields, max_size=5).map(",".join),
    st.text(max_size=12),
)
tidy_lines = st.sampled_from([row.line for row in TIDY])
any_lines = st.lists(st.one_of(tidy_lines, tidy_lines, tidy_lines, hostile_lines), max_size=6)


def agree(text: str) -> bool:
    """Whether the fast way took `text`; where it did, each line alone must read the same."""
    columns = read_lines(text)
    if columns is None:
        return False
    assert not text or text.endswith("\n")
    rows = [read_line(line) for line in text.split("\n")[:-1]]
    starts, values = columns
    assert ([*starts], values) == ([row.start for row in rows], [row.value for row in rows])
    assert not isinstance(starts, range) or not rows or starts.step == 1800
    assert text == "".join(f"{row.line}\n" for row in rows)
    return True


def test_rows_as_octoterm_writes_them_are_read_all_at_once() -> None:
    assert agree("".join(f"{row.line}\n" for row in TIDY))
    assert agree("".join(f"{row.line}\n" for row in WEEKS))
    assert agree("".join(f"{row.line}\n" for row in [*WEEKS[:100], *WEEKS[101:]]))
    assert agree("")


@given(any_lines, st.sampled_from(("\n", "\n", "\r\n", "")))
def test_reading_at_once_takes_nothing_that_a_line_alone_would_not(
    lines: list[str], ending: str
) -> None:
    agree("\n".join(lines) + ending)


@given(st.data())
def test_one_wrong_character_anywhere_is_never_taken_for_another_reading(
    data: st.DataObject,
) -> None:
    text = "".join(f"{row.line}\n" for row in TIDY[:3])
    at = data.draw(st.integers(0, len(text)))
    swallowed = data.draw(st.integers(0, 2))
    put = data.draw(st.text('\n\r", 0129TZ+-:.e\x00٣', max_size=2))
    agree(text[:at] + put + text[at + swallowed :])


@given(st.data())
def test_one_wrong_character_in_a_regular_day_is_never_overlooked(data: st.DataObject) -> None:
    text = "".join(f"{row.line}\n" for row in WEEKS[:200])
    stamp = data.draw(st.sampled_from([*re.finditer(r'20[^"]*', text)]))
    at = data.draw(st.integers(stamp.start(), stamp.end()))
    put = data.draw(st.text('\n\r", 0129TZ+-:.e\x00٣', max_size=2))
    changed = text[:at] + put + text[at + data.draw(st.integers(0, 2)) :]
    agree(changed)
    agree(changed.replace(stamp[0], stamp[0][: at - stamp.start()] + put))  # as end and as start


def test_stamps_that_run_into_each_other_are_no_regular_day() -> None:
    text = "".join(f"{row.line}\n" for row in WEEKS[:200])
    three = re.findall('(20[^"]*)"', text)[8:14:2]
    assert agree(text)
    for torn in ([three[0] + three[1], "", three[2]], [three[0], three[1][:-3], "00Z" + three[2]]):
        broken = text
        for whole, part in zip(three, torn, strict=True):
            broken = broken.replace(f'"{whole}"', f'"{part}"')
        assert not agree(broken)


@pytest.mark.parametrize(
    "bad",
    [
        f'"{START}","{END}",0.1,"{START}","{END}",0.1\n',
        f'"{START}""{END}",0.1\n',
        f'"{START}","{START}",0.1\n',
        f'"{START}","{END}",0.1',
        f'"{START}","{END}",0.1\r\n',
        f"{START},{END},0.1\n",
        f'"{START}","{END}",0.1\n\n',
        f'\n"{START}","{END}",0.1\n',
        f'"{START}","{END}",None\n',
    ],
)
def test_anything_odd_among_good_rows_is_left_to_the_careful_way(bad: str) -> None:
    good = f"{TIDY[0].line}\n"
    assert read_lines(bad) is None
    assert read_lines(good + bad) is None
    assert read_lines(bad + good) is None


def as_sent(row: Row) -> dict[str, object]:
    """What the API sends for a reading that is stored as this row."""
    start, end = re.findall('"(.*?)"', row.line)
    return {"interval_start": start, "interval_end": end, "consumption": row.value}


hostile_values = st.one_of(
    hostile_fields, st.none(), st.booleans(), st.integers(), st.floats(), st.lists(st.integers())
)
hostile_readings = st.one_of(
    st.fixed_dictionaries(
        {}, optional=dict.fromkeys(as_sent(TIDY[0]), st.one_of(hostile_values, hostile_values))
    ),
    st.tuples(st.sampled_from(TIDY), st.sampled_from([*as_sent(TIDY[0])]), hostile_values).map(
        lambda drawn: {**as_sent(drawn[0]), drawn[1]: drawn[2]}
    ),
    hostile_values,
)
tidy_readings = st.sampled_from(TIDY).map(as_sent)


@given(st.lists(st.one_of(tidy_readings, tidy_readings, hostile_readings), max_size=4))
def test_a_page_at_once_takes_nothing_that_a_reading_alone_would_not(readings: list[Any]) -> None:
    at_once = rows_from_readings(readings)
    if at_once is not None:
        fields = ("interval_start", "interval_end", "consumption")
        assert at_once == [
            row_from_reading(*(reading[field] for field in fields)) for reading in readings
        ]


def test_readings_as_the_api_sends_them_are_taken_all_at_once() -> None:
    assert rows_from_readings([as_sent(each) for each in TIDY]) == TIDY


def test_stamps_in_a_line_are_those_that_python_reads() -> None:
    for made in TIDY:
        stamps = re.findall('"(.*?)"', made.line)
        moments = [datetime.fromisoformat(stamp).astimezone(UTC) for stamp in stamps]
        assert moments[1] - moments[0] == timedelta(minutes=30)
        assert made.start == int(moments[0].timestamp())
        assert read_line(made.line) == made
