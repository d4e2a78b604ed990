"""Files damaged anywhere: what can be read is, what cannot is kept."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from itertools import groupby
from pathlib import Path

import pytest

from octoterm.errors import NotReadings
from octoterm.readings_csv import line_format, spreadsheet
from octoterm.readings_csv.ambiguous_times import EvidenceCollector
from octoterm.readings_csv.bad_row import BadRow
from octoterm.readings_csv.header import OWN_LAYOUT, Layout, has_words, layout_of
from octoterm.readings_csv.row import Row
from tests.support.households import HEADER, reading
from tests.support.slow import slow
from tests.support.spreadsheets import REWRITTEN, ROWS, TEXT
from tests.support.storing import beside, identity, load, merge

LATER = reading(ROWS[-1].start + 1800, 0.5)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "upstairs.csv"


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
    layout, rewritten = OWN_LAYOUT, False
    if lines and has_words(lines[0][2]):
        _, first, words = lines.pop(0)
        layout, rewritten = layout_of(words), first != HEADER.encode()
    collector = EvidenceCollector()
    for number, _, words in lines:
        with suppress(BadRow):
            _testify(collector, number, words, layout)
    evidence = collector.evidence()
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
    if layout != OWN_LAYOUT:
        with suppress(BadRow):
            words = line.decode("utf-8", "surrogateescape")
            return spreadsheet.in_own_columns(words, layout).encode("utf-8", "surrogateescape")
    return line


def _testify(collector: EvidenceCollector, number: int, words: str, layout: Layout) -> None:
    try:
        row = line_format.read_line(words)
    except BadRow:
        collector.add(spreadsheet.Cells(words, layout), number)
    else:
        collector.add_own([row.start], [row.value])


def _row(words: str, number: int, layout: Layout, evidence: spreadsheet.Evidence) -> Row:
    with suppress(BadRow):
        return line_format.read_line(words)
    return spreadsheet.read_row(words, number, layout, evidence)


def check(path: Path, text: bytes) -> bool:
    """What can be read is, what cannot is reported and kept; or the file is refused untouched."""
    path.write_bytes(text)
    before = identity(path)
    try:
        contents = load(path)
    except NotReadings:
        with pytest.raises(NotReadings):
            merge(path, LATER)
        assert identity(path) == before
        return False
    values, numbers, bad, rewritten = line_by_line(text)
    assert dict(zip(contents.starts, contents.values, strict=True)) == dict(sorted(values.items()))
    assert [line for line, _ in contents.unreadable] == numbers
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


@pytest.mark.extended
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
