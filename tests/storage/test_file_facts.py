"""A meter's file and its last syncs in words."""

from __future__ import annotations

import pytest

from octoterm import number_format
from octoterm.storage.file_facts import FileFacts
from octoterm.storage.state.sync_entry import SyncEntry, syncs_in_words
from tests.support.households import utc


def entry(at: str, **counts: object) -> SyncEntry:
    given = {"new": 0, "late": 0, "changed": 0, "skipped": 0}
    return SyncEntry(at=utc(at), **{**given, **counts})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ({}, "nothing new"),
        ({"new": 48}, "48 new"),
        ({"new": 1200, "late": 3}, "1,200 new (3 late)"),
        ({"new": 2, "changed": 1, "skipped": 4}, "2 new, 1 changed, 4 skipped"),
        ({"error": "No connection."}, "No connection"),
        ({"new": 300, "error": "No connection"}, "300 new, No connection"),
    ],
)
def test_a_sync_is_told_by_what_it_brought(counts: dict[str, object], words: str) -> None:
    assert entry("2024-03-20T12:00Z", **counts).words == words


def test_neighbours_that_came_to_the_same_are_told_once() -> None:
    syncs = [
        entry("2024-07-20T12:00Z"),
        entry("2024-07-20T11:00Z"),
        entry("2024-07-20T10:00Z", new=2),
        entry("2024-07-20T09:00Z"),
    ]
    assert list(syncs_in_words(syncs)) == [
        "20 Jul 13:00  nothing new (2 syncs)",
        "20 Jul 11:00  2 new",
        "20 Jul 10:00  nothing new",
    ]


def test_a_sync_of_another_year_than_the_last_names_it() -> None:
    syncs = [entry("2024-01-02T12:00Z"), entry("2023-12-31T12:00Z", new=1)]
    assert list(syncs_in_words(syncs)) == [
        "2 Jan 12:00  nothing new",
        "31 Dec 2023 12:00  1 new",
    ]


def test_why_there_is_nothing_is_three_different_things() -> None:
    brought_none = entry("2024-07-20T12:00Z")
    assert FileFacts("a.csv").nothing_in_words == "Nothing is stored yet"
    assert FileFacts("a.csv", syncs=(brought_none,)).nothing_in_words == (
        "Octopus has no readings for this meter"
    )
    for counts in ({"error": "Offline"}, {"skipped": 3}):
        syncs = entry("2024-07-20T13:00Z", **counts), brought_none
        assert FileFacts("a.csv", syncs=syncs).nothing_in_words == "Nothing is stored yet"
    assert FileFacts("a.csv", 99, unreadable_lines=3, syncs=(brought_none,)).nothing_in_words == (
        "None of the 3 lines can be read"
    )


def test_a_file_is_told_by_its_size_or_by_what_is_wrong_with_it() -> None:
    assert FileFacts("a.csv", 1_031_327).file_in_words == "1.0 MB"
    assert FileFacts("a.csv", 1_031_327, unreadable_lines=2).file_in_words == (
        "1.0 MB, 2 unreadable lines: octoterm check"
    )
    assert FileFacts("a.csv").file_in_words == "not there yet"


@pytest.mark.parametrize(
    ("width", "words"),
    [
        (80, "and b-OLD.csv, c-OLDER.csv, d-OLDEST.csv"),
        (40, "and b-OLD.csv, c-OLDER.csv, d-OLDEST.csv"),
        (39, "and b-OLD.csv, c-OLDER.csv and 1 more"),
        (30, "and b-OLD.csv and 2 more"),
        (10, "and 3 other files"),
    ],
)
def test_the_files_of_older_meters_are_named_as_far_as_there_is_room(
    width: int, words: str
) -> None:
    files = ("b-OLD.csv", "c-OLDER.csv", "d-OLDEST.csv")
    assert FileFacts("a.csv", others=files).others_in_words(width) == words
    assert FileFacts("a.csv").others_in_words(width) == ""


def test_sizes_are_told_in_the_unit_that_suits_them() -> None:
    sizes = [0, 999, 1000, 999_499, 999_500, 10_067_659]
    assert [number_format.size(size) for size in sizes] == [
        "0 B", "999 B", "1 kB", "999 kB", "1.0 MB", "10.1 MB",
    ]  # fmt: skip
