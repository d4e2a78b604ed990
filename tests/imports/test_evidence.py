"""How a file is to be taken is proved by stored readings or stated, and never guessed."""

from __future__ import annotations

from datetime import UTC

import pytest

from octoterm.household.meter import Fuel
from tests.support.households import LONDON, utc
from tests.support.imported import (
    NOW,
    WHEN,
    Readings,
    a_meter,
    floats,
    n3rgy,
    new_of,
    of_clock,
    own_csv,
    part,
    planned,
    refusals,
    true_readings,
    website,
)

TRUTH = true_readings("2024-03-27T00:00Z", "2024-04-07T00:00Z")
"""The clocks go forward on 31 March."""
HELD = part(TRUTH, "2024-03-29T00:00Z", "2024-04-05T00:00Z")
WINTER = part(TRUTH, "2024-03-28T00:00Z", "2024-03-30T00:00Z")
CHANGE = utc("2024-03-31T01:00Z")
NEW = {start: value for start, value in floats(TRUTH).items() if start not in HELD}


def wh(readings: Readings) -> Readings:
    return {start: f"{float(number) * 1000:.0f}" for start, number in readings.items()}


def clock_file(zone: object = LONDON, late: int = 0, truth: Readings = TRUTH) -> str:
    return of_clock(truth, "%Y-%m-%d %H:%M", late, zone)


# Proved


@pytest.mark.extended
@pytest.mark.parametrize("zone", [LONDON, UTC])
@pytest.mark.parametrize("late", [0, 1800])
@pytest.mark.parametrize("truth", [TRUTH, wh(TRUTH)], ids=["kWh", "Wh"])
def test_zone_stamp_and_unit_are_proved_by_what_is_stored(
    zone: object, late: int, truth: Readings
) -> None:
    found = planned(clock_file(zone, late, truth), held=HELD, columns=WHEN)
    assert new_of(found) == pytest.approx(NEW)
    assert found.same == len(HELD)
    taking = found.files[0].evidence.taking
    assert (taking.zone == "UTC", taking.stamp) == (zone is UTC, "end" if late else "start")


def test_the_order_of_a_date_s_numbers_is_shown_by_the_file_or_proved() -> None:
    days = true_readings("2024-04-03T02:00Z", "2024-04-03T14:00Z")
    text = of_clock(days, "%m/%d/%Y %H:%M", zone=UTC)
    stated = {"zone": "UTC", "unit": "kWh", "stamp": "start"}
    assert "day" in planned(text, columns=WHEN, **stated).refused[0].refusal
    held = part(days, "2024-04-03T03:00Z", "2024-04-03T12:00Z")
    found = planned(text, held=held, columns=WHEN, **stated)
    assert found.files[0].evidence.taking.order == "month-first"
    assert len(found.new) == len(days) - len(held)
    until_midnight = true_readings("2024-04-03T22:00Z", "2024-04-04T02:00Z")
    text = of_clock(until_midnight, "%m/%d/%Y %H:%M", zone=UTC)
    assert new_of(planned(text, columns=WHEN, **stated)) == floats(until_midnight)


# Not proved


def test_without_an_overlap_everything_that_is_open_must_be_stated() -> None:
    text = clock_file()
    ((refusal, option),) = refusals(planned(text, columns=WHEN))
    assert "unit" in refusal
    assert option == "--unit kWh|Wh --zone Europe/London|UTC --stamp start|end"
    stated = {"unit": "kWh", "zone": "Europe/London", "stamp": "start"}
    assert new_of(planned(text, columns=WHEN, **stated)) == floats(TRUTH)


def test_winter_proves_no_zone_of_summer() -> None:
    ((refusal, option),) = refusals(planned(clock_file(), held=WINTER, columns=WHEN))
    assert "which time zone" in refusal
    assert option == "--zone Europe/London|UTC"
    only_winter = {start: TRUTH[start] for start in TRUTH if start < utc("2024-03-30T00:00Z")}
    found = planned(clock_file(truth=only_winter), held=WINTER, columns=WHEN)
    assert new_of(found) == {s: float(n) for s, n in only_winter.items() if s not in WINTER}


@pytest.mark.parametrize("numbers", [("0", "0"), ("0.25", "0.25"), ("0.1", "0.2")], ids=str)
def test_zeros_a_constant_use_and_a_pattern_prove_nothing(numbers: tuple[str, str]) -> None:
    """The last is the same again after an hour."""
    truth = {start: numbers[at % 2] for at, start in enumerate(TRUTH)}
    held = part(truth, "2024-03-29T00:00Z", "2024-04-05T00:00Z")
    assert planned(clock_file(truth=truth), held=held, columns=WHEN).refused


def test_too_few_readings_prove_nothing() -> None:
    held = dict([*HELD.items()][:9])
    assert planned(clock_file(), held=held, columns=WHEN).refused


# Contradicted

LATE = [
    (1800, "30 minutes too late", "--shift -30"),
    (-1800, "30 minutes too early", "--shift 30"),
    (3600, "60 minutes too late", "--shift -60"),
    (-3600, "60 minutes too early", "--shift 60"),
]


@pytest.mark.extended
@pytest.mark.parametrize(("late", "words", "option"), LATE)
@pytest.mark.parametrize("write", [website, own_csv])
def test_a_shift_is_found_told_and_refused(
    write: object, late: int, words: str, option: str
) -> None:
    text = write(TRUTH, late)  # type: ignore[operator]
    ((refusal, named),) = refusals(planned(text, held=HELD))
    assert words in refusal
    assert named == option
    shift = int(option.split()[1])
    assert new_of(planned(text, held=HELD, shift=shift)) == NEW


def test_n3rgy_s_times_are_ends_unless_the_readings_say_otherwise() -> None:
    text = n3rgy(TRUTH, late=0)
    ((refusal, option),) = refusals(planned(text, held=HELD))
    assert "starts of half hours, not the ends" in refusal
    assert option == "--stamp start"
    assert new_of(planned(text, held=HELD, stamp="start")) == NEW


def test_the_wrong_zone_is_told_though_only_summer_shows_it() -> None:
    text = clock_file()
    stated = {"unit": "kWh", "stamp": "start"}
    found = planned(text, held=HELD, columns=WHEN, zone="UTC", **stated)
    assert refusals(found)[0][1] == "--zone Europe/London"
    found = planned(clock_file(UTC), held=HELD, columns=WHEN, zone="Europe/London", **stated)
    assert refusals(found)[0][1] == "--zone UTC"


def test_wh_in_a_file_of_kwh_is_found_and_told() -> None:
    found = planned(n3rgy(wh(TRUTH)), held=HELD)
    assert refusals(found) == [
        ("file 0 matches the stored readings only if its numbers are in Wh, not kWh", "--unit Wh")
    ]
    assert new_of(planned(n3rgy(wh(TRUTH)), held=HELD, unit="Wh")) == pytest.approx(NEW)
    assert refusals(planned(n3rgy(wh(TRUTH))))[0][1] == "--unit Wh", "no home uses so much"


@pytest.mark.parametrize("held", [{}, HELD], ids=["nothing stored", "some stored"])
def test_exchanged_days_and_months_are_found_and_told(held: dict[int, float]) -> None:
    april = {s: n for s, n in TRUTH.items() if s >= utc("2024-04-01T00:00Z")}
    stated = {"unit": "kWh", "stamp": "start", "zone": "UTC"}
    slashed = of_clock(april, zone=UTC)
    found = planned(slashed, held=held, columns=WHEN, order="month-first", **stated)
    assert refusals(found)[0][1] == "--order day-first"
    exchanged = of_clock(april, "%Y-%d-%m %H:%M", zone=UTC)
    found = planned(exchanged, held=held, columns=WHEN, **stated)
    assert refusals(found)[0][1] == "--order year-day-month"
    found = planned(exchanged, held=held, columns=WHEN, order="year-day-month", **stated)
    assert new_of(found) == {s: float(n) for s, n in april.items() if s not in held}


def test_exchanged_numbers_of_one_day_are_found_by_what_is_stored() -> None:
    day = {s: TRUTH[s] for s in HELD if utc("2024-04-03T00:00Z") <= s < utc("2024-04-04T00:00Z")}
    stated = {"unit": "kWh", "stamp": "start", "zone": "UTC", "order": "month-first"}
    found = planned(of_clock(day, zone=UTC), held=HELD, columns=WHEN, **stated)
    assert refusals(found)[0][1] == "--order day-first"


def test_another_meter_s_file_is_refused() -> None:
    other = true_readings("2024-03-27T00:00Z", "2024-04-07T00:00Z", seed=2)
    assert "from another meter" in refusals(planned(website(other), held=HELD))[0][0]


def test_a_part_of_a_file_that_is_shifted_is_found() -> None:
    since = utc("2024-04-04T22:00Z")
    text = own_csv({s: n for s, n in TRUTH.items() if s < since})
    late = own_csv({s: n for s, n in TRUTH.items() if s >= since}, late=1800)
    ((refusal, option),) = refusals(planned(text + late.partition("\n")[2], held=HELD))
    assert "A part of file 0 is 30 minutes too late" in refusal
    assert option == ""


def test_new_half_hours_right_beside_values_that_differ_are_not_taken() -> None:
    """Whatever is wrong there: here five hours, in the file's last part."""
    since = utc("2024-04-04T12:00Z")
    text = own_csv({s: n for s, n in TRUTH.items() if s < since})
    late = own_csv({s: n for s, n in TRUTH.items() if s >= since}, late=5 * 3600)
    ((refusal, _),) = refusals(planned(text + late.partition("\n")[2], held=HELD))
    assert "differs from what is stored right beside half hours that are new" in refusal


def test_a_clock_that_skips_no_hour_is_not_london_s() -> None:
    stated = {"unit": "kWh", "stamp": "start", "zone": "Europe/London"}
    ((refusal, option),) = refusals(planned(clock_file(UTC), columns=WHEN, **stated))
    assert "skip" in refusal
    assert option == "--zone UTC"


@pytest.mark.parametrize("held", [{}, WINTER, HELD], ids=["nothing", "winter", "both"])
def test_an_hour_that_is_missing_as_the_clocks_change_is_doubted_unless_it_is_proved(
    held: dict[int, float],
) -> None:
    """London's clock times in a file that says UTC, or a gap where nobody would expect one."""
    text = own_csv({s: n for s, n in TRUTH.items() if s not in range(CHANGE, CHANGE + 3600)})
    found = planned(text, held=held)
    assert bool(found.refused) == (held is not HELD)
    if found.refused:
        assert refusals(found)[0][1] == "--zone Europe/London"
        assert "on 31 Mar 2024" in refusals(found)[0][0]


def test_a_row_that_is_not_where_it_belongs_is_refused() -> None:
    (start,) = [s for s in TRUTH if s == utc("2024-03-28T10:00Z")]
    moved = {(s - 86400 * 300 if s == start else s): n for s, n in TRUTH.items()}
    assert "not between those around it" in refusals(planned(own_csv(moved)))[0][0]


def test_some_dates_whose_day_and_month_are_exchanged_are_found() -> None:
    """As tools do that take 1/4 for 4 January, and 13/4 for 13 April."""
    lines = own_csv(TRUTH).replace("2024-04-01", "2024-01-04").splitlines()
    assert "are swapped" in refusals(planned("\n".join(lines)))[0][0]


# Differences


def test_a_few_other_values_are_told_and_what_is_stored_stays() -> None:
    held = {**HELD, utc("2024-04-02T10:00Z"): 3.0}
    found = planned(website(TRUTH), held=held)
    assert new_of(found) == NEW
    ((start, stored, value),) = found.differences
    assert (start, stored) == (utc("2024-04-02T10:00Z"), 3.0)
    assert float(value) == float(TRUTH[start])
    assert found.same == len(held) - 1


def test_numbers_that_are_rounded_are_the_same() -> None:
    finer = {start: f"{number}4" for start, number in TRUTH.items()}
    assert planned(website(finer), held=HELD).same == len(HELD)
    coarser = {start: f"{float(number):.2f}" for start, number in TRUTH.items()}
    assert planned(website(coarser), held=HELD).same == len(HELD)


def test_a_half_hour_that_is_there_twice_with_different_values_is_refused() -> None:
    again = {max(TRUTH): "9.999"}
    text = website(TRUTH) + website(again).partition("\n")[2]
    assert "twice" in refusals(planned(text))[0][0]
    assert "another of the files differ" in refusals(planned(website(TRUTH), website(again)))[0][0]
    repeated = website(TRUTH) + website({max(TRUTH): TRUTH[max(TRUTH)]}).partition("\n")[2]
    assert planned(repeated).files[0].repeated == 1


def test_half_hours_that_are_still_to_come_are_refused() -> None:
    coming = {NOW - 1800: "0.1", NOW: "0.2"}
    assert "in the future" in refusals(planned(website(coming)))[0][0]


def test_all_files_are_taken_or_none() -> None:
    assert planned(website(TRUTH), n3rgy(TRUTH, late=0), held=HELD).new == {}


# Gas

GAS = true_readings("2024-03-27T00:00Z", "2024-04-07T00:00Z", zeros=0.6)
CUBIC_METRES = part(GAS, "2024-03-29T00:00Z", "2024-04-05T00:00Z")
METER = a_meter(Fuel.GAS, "m3")
KWH = {start: f"{float(number) * METER.kwh_per_unit:.6f}" for start, number in GAS.items()}


def test_kwh_are_not_taken_for_cubic_metres_nor_the_other_way() -> None:
    found = planned(own_csv(KWH), meter=METER, held=CUBIC_METRES, unit="m3")
    assert refusals(found)[0][1] == "--unit kWh"
    meter, held = a_meter(Fuel.GAS), part(KWH, "2024-03-29T00:00Z", "2024-04-05T00:00Z")
    found = planned(own_csv(GAS), meter=meter, held=held, unit="kWh")
    assert refusals(found)[0][1] == "--unit m3"


def test_kwh_become_cubic_metres_only_where_a_person_says_so() -> None:
    found = planned(website(KWH), meter=METER, held=CUBIC_METRES)
    assert "calorific value" in refusals(found)[0][0]
    found = planned(website(KWH), meter=METER, held=CUBIC_METRES, unit="kWh")
    expected = {s: float(n) for s, n in GAS.items() if s not in CUBIC_METRES}
    assert new_of(found) == pytest.approx(expected, abs=1e-6)
    assert found.same == len(CUBIC_METRES)


def test_the_unit_of_gas_is_proved_by_what_is_stored() -> None:
    found = planned(own_csv(GAS), meter=METER, held=CUBIC_METRES)
    assert found.files[0].evidence.facts.unit.value == "m3"
    assert len(found.new) == len(GAS) - len(CUBIC_METRES)
