"""Whatever the API sends and whenever octoterm is restarted, the file is what a dict would be."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from octoterm.octopus import consumption_pages
from octoterm.readings_csv.contents import Contents
from octoterm.runtime.slices import finish
from octoterm.storage.readings_file import Merged, ReadingsFile
from tests.support.loopback import reading, utc
from tests.support.storing import beside

FIRST = utc("2023-10-28 12:00")  # the autumn hour is among them
INSTANTS = [FIRST + 1800 * n for n in range(120)]

numbers = st.one_of(
    st.sampled_from([0, 0.0, 0.1, 1, 2.5, 1e-9, 12.345, "0.125", 1000]),
    st.floats(0, 5),
)
impossible = st.sampled_from(
    [None, float("nan"), float("inf"), 1e308, 10**400, 1000.5, -1, "lots", True, [], {}]
)
instants = st.sampled_from(INSTANTS)


class AnyHistory(RuleBasedStateMachine):
    """The steps of many syncs, and beside them what ought to be stored."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="octoterm-model-"))
        self.path = self.folder / "Electricity.csv"
        self.store = ReadingsFile(self.path, lock_timeout=0)
        self.expected: dict[int, float] = {}
        self.last: Merged | None = None

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    def arrives(self, results: list[tuple[int, object]]) -> None:
        """One page of the API, as its JSON."""
        given = [reading(start, consumption) for start, consumption in results]
        body = json.dumps({"count": len(given), "next": None, "results": given}).encode()
        page = finish(consumption_pages.read_page(body, lambda text: text))
        good = [(start, value) for start, value in results if is_possible(value)]
        assert len(page.rows) == len(good)
        assert len(page.skipped) == len(results) - len(good)
        latest = {start: float(value) for start, value in good}  # type: ignore[arg-type]
        new = latest.keys() - self.expected.keys()
        changed = [at for at in latest.keys() - new if latest[at] != self.expected[at]]
        self.last = finish(self.store.merge(page.rows))
        assert (self.last.new, self.last.changed) == (len(new), len(changed))
        self.expected |= latest

    @initialize(start=st.integers(0, 100), count=st.integers(0, 20), value=numbers)
    def some_are_there(self, start: int, count: int, value: object) -> None:
        self.arrives([(at, value) for at in INSTANTS[start : start + count]])

    @rule(start=st.integers(0, 119), values=st.lists(numbers, max_size=30))
    def a_stretch_arrives(self, start: int, values: list[object]) -> None:
        """New, overlapping, late or revised: wherever it falls."""
        self.arrives(list(zip(INSTANTS[start:], values, strict=False)))

    @rule(results=st.lists(st.tuples(instants, numbers), max_size=12))
    def readings_arrive_out_of_order_and_twice(self, results: list[tuple[int, object]]) -> None:
        self.arrives(results)

    @rule(results=st.lists(st.tuples(instants, st.one_of(numbers, impossible)), max_size=8))
    def some_that_cannot_be_are_among_them(self, results: list[tuple[int, object]]) -> None:
        self.arrives(results)

    @rule()
    def nothing_arrives(self) -> None:
        self.arrives([])

    @rule()
    def the_same_arrives_again(self) -> None:
        self.arrives(list(self.expected.items())[::-1])
        assert self.last is not None
        assert (self.last.new, self.last.changed) == (0, 0)

    @rule(moments=st.integers(0, 6), values=st.lists(numbers, min_size=1, max_size=30))
    def a_merge_is_given_up(self, moments: int, values: list[object]) -> None:
        """It is all there or not at all, and the next one finds no lock."""
        given = [reading(at, value) for at, value in zip(INSTANTS, values, strict=False)]
        body = json.dumps({"next": None, "results": given}).encode()
        rows = finish(consumption_pages.read_page(body, lambda text: text)).rows
        work = self.store.merge(rows)
        for _ in range(moments):
            if next(work, None) is None:
                break
        work.close()
        if self.stored() != self.expected:
            self.expected |= {row.start: row.value for row in rows}

    @rule()
    def octoterm_is_restarted(self) -> None:
        self.store = ReadingsFile(self.path, lock_timeout=0)

    @rule()
    def the_file_is_fixed(self) -> None:
        assert finish(self.store.fix()) is None, "there is never anything to fix"

    def contents(self) -> Contents:
        return finish(self.store.load())

    def stored(self) -> dict[int, float]:
        contents = self.contents()
        return dict(zip(contents.starts, contents.values, strict=True))

    @invariant()
    def the_file_is_as_the_dict(self) -> None:
        contents = self.contents()
        assert dict(zip(contents.starts, contents.values, strict=True)) == self.expected
        assert list(contents.starts) == sorted(self.expected)
        assert (contents.duplicates, contents.unordered, contents.unreadable) == ((), (), ())
        assert beside(self.path) == set()
        if self.last is not None and self.last.contents.signature == contents.signature:
            assert self.last.contents == contents


def is_possible(value: object) -> bool:
    if isinstance(value, str):
        return value != "lots"
    numeric = isinstance(value, int | float) and not isinstance(value, bool)
    return numeric and 0 <= value <= 1000  # type: ignore[operator]


TestAnyHistory = AnyHistory.TestCase
TestAnyHistory.settings = settings(
    max_examples=max(5, settings.default.max_examples // 4),
    stateful_step_count=20,
    suppress_health_check=list(HealthCheck),
)


pytestmark = pytest.mark.usefixtures("quick_disk")


@pytest.mark.slow
class TestAnyLongHistory(AnyHistory.TestCase):  # type: ignore[name-defined]
    settings = settings(TestAnyHistory.settings, max_examples=500, stateful_step_count=50)
