"""The text of a reading: written as the seed tool wrote it, read whatever an editor made of it."""

from __future__ import annotations

import json
import time
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octoterm.readings_csv.api_rows import row_from_reading
from octoterm.readings_csv.line_format import BadRow, read_line
from octoterm.readings_csv.row import read_instant
from tests.support.households import HEADER, utc

START, END = "2024-03-14T00:30:00Z", "2024-03-14T01:00:00Z"
HALF_PAST_MIDNIGHT = 1710376200


def seed_tool_line(record: dict[str, object]) -> str:
    """What the seed tool writes for one record of the API's JSON."""
    return '"{interval_start}","{interval_end}",{consumption}'.format(**record)


def why(line: str) -> str:
    with pytest.raises(BadRow) as bad:
        read_line(line)
    return bad.value.why


# Writing


@pytest.mark.parametrize("number", ["0.1", "1.0", "0", "0.063", "12", "1e-05", "0.0", '"0.100"'])
def test_a_row_is_byte_for_byte_what_the_seed_tool_wrote(number: str) -> None:
    record = json.loads(
        f'{{"consumption": {number}, "interval_start": "2020-03-29T00:30:00Z",'
        ' "interval_end": "2020-03-29T02:00:00+01:00"}'
    )
    made = row_from_reading(
        record["interval_start"], record["interval_end"], record["consumption"]
    )
    assert made.line == seed_tool_line(record)
    assert (made.start, made.value) == (utc("2020-03-29T00:30Z"), float(record["consumption"]))
    assert read_line(made.line) == made


def test_the_half_hour_before_the_spring_change_keeps_both_of_its_offsets() -> None:
    made = row_from_reading("2020-03-29T00:30:00Z", "2020-03-29T02:00:00+01:00", 0.1)
    assert made.line == '"2020-03-29T00:30:00Z","2020-03-29T02:00:00+01:00",0.1'


def test_the_half_hour_before_the_autumn_change_keeps_both_of_its_offsets() -> None:
    made = row_from_reading("2020-10-25T01:30:00+01:00", "2020-10-25T01:00:00Z", 0.1)
    assert made == (
        utc("2020-10-25T00:30Z"),
        0.1,
        '"2020-10-25T01:30:00+01:00","2020-10-25T01:00:00Z",0.1',
    )


@pytest.mark.parametrize(
    ("consumption", "said"),
    [
        (None, "no consumption given"),
        (True, "not a number"),
        ([1], "not a number"),
        ("lots", "‘lots’ is not a number"),
        ("", "there is no number"),
        ("NaN", "not a number"),
        ("0x10", "not a number"),
        ("1_000", "not a number"),
        ("٣", "not a number"),
        (float("nan"), "too large"),
        (float("inf"), "too large"),
        (float("-inf"), "too large"),
        ("1e999", "too large"),
        (1000.001, "too large"),
        (10**30, "too large"),
        (-0.001, "a negative consumption"),
        ("-1", "a negative consumption"),
    ],
    ids=repr,
)
def test_a_reading_that_no_meter_recorded_is_refused(consumption: object, said: str) -> None:
    with pytest.raises(BadRow, match=said):
        row_from_reading(START, END, consumption)


@pytest.mark.parametrize("digits", [309, 400, 4000])
def test_a_whole_number_too_large_for_any_float_is_refused_like_others(digits: int) -> None:
    with pytest.raises(BadRow, match="too large"):
        row_from_reading(START, END, 10**digits)


@pytest.mark.parametrize("consumption", [0, 1000, "1000", 999.999])
def test_no_use_at_all_and_a_thousand_are_readings(consumption: float | str) -> None:
    assert row_from_reading(START, END, consumption).value == float(consumption)


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (None, END, "without times"),
        (START, 1710376200, "without times"),
        (START, START, "is not 30 minutes"),
        (START, "2024-03-14T01:30:00Z", "is not 30 minutes"),
        (END, START, "is not 30 minutes"),
        ("2024-03-14T00:30:00", "2024-03-14T01:00:00", "offset"),
        ("2024-03-14T00:15:00Z", "2024-03-14T00:45:00Z", "not on a half hour"),
        ("2024-03-14T00:30:01Z", "2024-03-14T01:00:01Z", "not on a half hour"),
        ("2023-02-29T00:00:00Z", "2023-02-29T00:30:00Z", "there is no day"),
        ("2024-03-14T24:00:00Z", "2024-03-14T24:30:00Z", "there is no time"),
        ("2024-03-14T00:60:00Z", "2024-03-14T01:30:00Z", "there is no time"),
        ("0001-01-01T00:00:00Z", "0001-01-01T00:30:00Z", "year 1 is not possible"),
        ("9999-12-31T23:30:00Z", "9999-12-31T23:59:59Z", "year 9999 is not possible"),
        ("2024-03-14T٠٠:٣٠:٠٠Z", END, "is not a time"),
        ("٢٠٢٤-٠٣-١٤T00:30:00Z", END, "is not a date"),
        ("14/03/2024 00:30", "14/03/2024 01:00", "is not a date"),
        ("", "", "is not a date"),
    ],
)
def test_an_interval_that_is_no_half_hour_is_refused(
    start: object, end: object, said: str
) -> None:
    with pytest.raises(BadRow, match=said):
        row_from_reading(start, end, 0.1)


def test_a_refusal_quotes_nothing_that_a_terminal_would_act_on() -> None:
    with pytest.raises(BadRow) as bad:
        row_from_reading("\x1b[31m" * 50, END, 0.1)
    assert "\x1b" not in bad.value.why
    assert len(bad.value.why) < 100


# Times


@given(
    st.datetimes(datetime(1991, 1, 1), datetime(2099, 1, 1)),  # noqa: DTZ001 – offset comes next
    st.integers(-28, 28),
    st.sampled_from(("T", " ")),
    st.sampled_from(("seconds", "minutes")),
)
def test_a_time_is_read_whatever_its_offset(
    moment: datetime, half_hours_ahead: int, letter: str, precision: str
) -> None:
    offset = timezone(timedelta(minutes=30 * half_hours_ahead))
    local = moment.replace(minute=moment.minute // 30 * 30, second=0, tzinfo=offset)
    text = local.isoformat(sep=letter, timespec=precision)
    assert read_instant(text) == int(local.timestamp())
    assert read_instant(text[:-3] + text[-2:]) == int(local.timestamp())


def test_z_and_plus_nothing_are_the_same_time() -> None:
    for text in ("2024-03-14T00:30:00+00:00", "2024-03-14T00:30:00.000Z", START):
        assert read_instant(text) == HALF_PAST_MIDNIGHT


# Reading a line as some editor left it


@pytest.mark.parametrize(
    "line",
    [
        f'"{START}","{END}",0.123',
        f"{START},{END},0.123",
        f'"{START}", "{END}", 0.123',
        f'  "{START}" ,\t"{END}" ,  0.123  ',
        f'"{START}","{END}","0.123"',
        f'" {START} ","{END}"," 0.123"',
        '"2024-03-14T00:30:00+00:00","2024-03-14T01:00:00+00:00",0.1230',
        '"2024-03-14T01:30:00+01:00","2024-03-14T02:00:00+01:00",.123',
        "2024-03-14 00:30:00Z,2024-03-14 01:00:00Z,1.23e-1",
    ],
)
def test_quotes_spaces_and_offsets_may_be_any_way(line: str) -> None:
    for ending in ("", "\r"):
        assert read_line(line + ending) == (HALF_PAST_MIDNIGHT, 0.123, line)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", "is not start, end, consumption"),
        (HEADER, "‘Start’ is not a date such as 2024-03-14"),
        (f'"{START}","{END}"', "is not start, end, consumption"),
        (f'"{START}","{END}",0.1,0.2', "is not start, end, consumption"),
        (f'"{START}","{END}","0.1', "is not start, end, consumption"),
        (f'"{START}","{END}",', "there is no number"),
        (f'"{START}","{END}",None', "‘None’ is not a number"),
        (f'"{START}","{END}",nan', "‘nan’ is not a number"),
        (f'"{START}","{END}",0,1', "is not start, end, consumption"),
        (f'"{START}","{END}",1001', "too large"),
        (f'"{START}","{START}",0.1', "is not 30 minutes"),
        (f'"{START[:-1]}","{END[:-1]}",0.1', "offset"),
        (f'"{START}","2024-03-1', "is not start, end, consumption"),
        ("\0" * 4096, "is not start, end, consumption"),
    ],
)
def test_a_line_that_is_no_reading_says_why(line: str, said: str) -> None:
    assert said in why(line)
    assert why(line).isprintable()


def test_a_reading_below_zero_in_the_file_is_kept_as_what_the_file_says() -> None:
    assert read_line(f'"{START}","{END}",-0.1').value == -0.1


def test_a_line_of_many_spaces_is_turned_down_as_fast_as_any_other() -> None:
    began = time.process_time()
    why(",".join([" " * 24] * 3) + " x,")
    assert time.process_time() - began < 0.2
