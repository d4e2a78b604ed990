"""Each alert is told once, again only after it has cleared, and never lost."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from octoterm.alerts.judging import Found, Judged
from octoterm.alerts.rules import Rule
from octoterm.alerts.told import FAILED, TELLING, TOLD, Known, Record, cleared, due, noted

RULE = Rule("late", 3)
HOME = Judged(RULE, "Home")
UP = Found(HOME.prefix + "late", "Late", "late")


def test_an_alert_is_told_once_and_again_after_it_has_cleared() -> None:
    late = HOME._replace(found=(UP,))
    (first,) = due([late], {})
    assert first == (UP, False)
    record = noted({}, UP, TOLD, 100)
    assert due([late], record) == []
    assert cleared([late], record) == record
    assert cleared([HOME], record) == {}


def test_what_cannot_be_judged_has_not_cleared() -> None:
    record = noted({}, UP, TOLD, 100)
    assert cleared([HOME._replace(silence="no readings")], record) == record
    assert cleared([], record) == record


def test_another_meter_of_a_longer_name_is_another() -> None:
    office = HOME._replace(meter="Home Office", silence="no readings")
    record = {office.prefix + "late": Known(TOLD, 100)}
    assert cleared([HOME, office], record) == record


def test_one_that_failed_is_told_again_and_one_that_was_cut_off_is_marked() -> None:
    late = HOME._replace(found=(UP,))
    assert due([late], noted({}, UP, FAILED, 1)) == [(UP, False)]
    assert due([late], noted({}, UP, TELLING, 1)) == [(UP, True)]


def test_since_when_it_is_so_stays() -> None:
    record = noted(noted({}, UP, TELLING, 100), UP, TOLD, 200)
    assert record[UP.key] == Known(TOLD, 100)


@given(st.integers(0, 10**6))
def test_none_is_lost_and_none_comes_twice_unmarked(seed: int) -> None:
    """Whatever comes and clears, whether commands fail, and wherever octoterm is killed: before
    the command, in the middle of it (which may or may not have told), or after it."""
    chance = Random(seed)
    record: Record = {}
    told: list[tuple[str, bool]] = []
    is_so: dict[str, bool] = {}
    owed: set[str] = set()
    for moment in range(40):
        for name in ("a", "b"):
            before = is_so.get(name, False)
            is_so[name] = chance.random() < 0.6
            if is_so[name] and not before:
                owed.add(name)
            elif not is_so[name]:
                owed.discard(name)
        found = tuple(
            Found(HOME.prefix + name, "t", "m") for name, holds in is_so.items() if holds
        )
        judged = [HOME._replace(found=found)]
        record = cleared(judged, record)
        for each in due(judged, record):
            name = each.found.key.removeprefix(HOME.prefix)
            record = noted(record, each.found, TELLING, moment)
            killed = chance.choice((None, None, "before", "middle", "after"))
            if killed == "before":
                break
            fails = killed is None and chance.random() < 0.3
            if not fails:
                assert name in owed or each.is_again
                told.append((name, each.is_again))
                owed.discard(name)
            if killed:
                break
            record = noted(record, each.found, each.state_after(failed=fails), moment)
    for _ in range(2):  # then all goes well
        judged = [HOME._replace(found=tuple(Found(HOME.prefix + n, "t", "m") for n in owed))]
        for each in due(judged, record):
            owed.discard(each.found.key.removeprefix(HOME.prefix))
            record = noted(record, each.found, TOLD, 99)
    assert not owed
