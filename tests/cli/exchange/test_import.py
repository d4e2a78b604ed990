"""`octoterm import`: what it stores, prints and refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from octoterm.readings_csv.row import Row
from octoterm.runtime.slices import finish
from octoterm.storage.folders import Folders
from octoterm.storage.readings_file import ReadingsFile
from tests.conftest import CommandLine
from tests.support.accounts import electricity
from tests.support.accounts import home as home_of
from tests.support.docs_page import arguments, each_example
from tests.support.households import csv, reading
from tests.support.imported import (
    api_page,
    floats,
    home_and_car,
    json_lines,
    n3rgy,
    of_clock,
    own_csv,
    true_readings,
    website,
)
from tests.support.known_accounts import NUMBER, know
from tests.support.loopback import KEY, ReadingsApi, loopback
from tests.support.storing import identity, load

pytestmark = pytest.mark.usefixtures("quick_disk")

TRUTH = true_readings("2024-03-28T00:00Z", "2024-04-05T00:00Z")
HELD = {s: n for at, (s, n) in enumerate(TRUTH.items()) if 90 < at < 300 and at % 50}
NEW = {s: n for s, n in TRUTH.items() if s not in HELD}
GAPS = [s for s in NEW if min(HELD) < s < max(HELD)]


def home(octoterm: CommandLine) -> Path:
    octoterm.configure()
    return octoterm.store(rows(HELD))


def rows(readings: dict[int, str]) -> list[Row]:
    return [reading(start, number) for start, number in readings.items()]


def file(octoterm: CommandLine, text: str, name: str = "other.csv") -> Path:
    path = octoterm.here / name
    path.write_text(text, encoding="utf-8")
    return path


def test_what_is_new_is_stored_and_what_is_there_stays(octoterm: CommandLine) -> None:
    path = home(octoterm)
    given = file(octoterm, website(TRUTH))
    before = identity(given)
    result = octoterm("import", given)
    assert (result.exit_code, result.err) == (0, "")
    filled = f"{len(GAPS)} of them in gaps"
    assert f"Imported {len(NEW):,} half hours, {filled}.\n{path}: {len(NEW)} new" in result.out
    assert f"{len(HELD)} of {len(HELD)} stored half hours agree" in result.out
    found = load(path)
    assert dict(zip(found.starts, found.values, strict=True)) == floats(TRUTH)
    assert found.is_plain
    assert identity(given) == before
    after = identity(path)
    again = octoterm("import", given)
    assert (again.exit_code, identity(path)) == (0, after)
    assert "Nothing is new" in again.out


def test_a_dry_run_says_what_would_happen(octoterm: CommandLine) -> None:
    path = home(octoterm)
    before = identity(path)
    result = octoterm("import", file(octoterm, n3rgy(TRUTH)), "--dry-run")
    assert result.exit_code == 0
    assert f"{len(NEW):,} half hours would be imported" in result.out
    assert identity(path) == before


@pytest.mark.parametrize("option", [("--stamp", "end"), ("--order", "month-first")])
def test_what_is_stated_must_matter_to_one_of_the_files(
    octoterm: CommandLine, option: tuple[str, str]
) -> None:
    before = identity(home(octoterm))
    both = file(octoterm, website(TRUTH), "a.csv")
    result = octoterm("import", both, *option)
    assert (result.exit_code, result.out) == (2, "")
    assert f"{' '.join(option)} has no effect on {both}. Leave it out." in result.err
    assert identity(octoterm.here / "readings.csv") == before
    one = file(octoterm, n3rgy(TRUTH), "b.csv")
    assert octoterm("import", both, one, "--stamp", "end", "--dry-run").exit_code == 0


def test_the_report_for_a_script(octoterm: CommandLine) -> None:
    path = home(octoterm)
    other = min(HELD)
    changed = {**TRUTH, other: "7.5"}
    first = {s: n for s, n in changed.items() if s < GAPS[3]}
    second = {s: n for s, n in changed.items() if s >= GAPS[3]}
    files = file(octoterm, website(first), "a.csv"), file(octoterm, api_page(second), "b.json")
    result = octoterm("import", *files, "--json")
    found = json.loads(result.out)
    assert result.exit_code == 0
    told = {key: found[key] for key in ("meter", "dry_run", "refused", "stored", "written")}
    assert told == {
        "meter": "Electricity",
        "dry_run": False,
        "refused": False,
        "stored": len(NEW),
        "written": [{"csv": str(path), "stored": len(NEW), "original": None}],
    }
    assert (found["rows"], found["new"], found["same"]) == (len(TRUTH), len(NEW), len(HELD) - 1)
    assert (found["different"], found["gaps_filled"]) == (1, len(GAPS))
    (difference,) = found["differences"]
    assert (difference["stored"], difference["file"]) == (float(HELD[other]), 7.5)
    website_, api = found["files"]
    assert (website_["layout"], api["layout"]) == ("the supplier's website", "the API")
    assert website_["evidence"]["zone"]["why"] == "its times have offsets"
    assert website_["evidence"]["compared"] + api["evidence"]["compared"] == len(HELD)
    stored = load(path)
    assert stored.values[stored.starts.index(other)] == float(HELD[other])


def test_if_one_file_is_refused_none_is_imported(octoterm: CommandLine) -> None:
    path = home(octoterm)
    before = identity(path)
    good, late = file(octoterm, website(TRUTH)), file(octoterm, website(TRUTH, 1800), "late.csv")
    result = octoterm("import", good, late)
    assert (result.exit_code, identity(path)) == (1, before)
    assert (
        "late.csv matches the stored readings only if its times are 30 minutes too late"
        in result.err
    )
    assert "Add --shift -30." in result.err
    assert "Nothing was imported from any of the files" in result.out
    refused = json.loads(octoterm("import", good, late, "--format", "json").out)
    assert refused["refused"]
    assert [each["option"] for each in refused["files"]] == [None, "--shift -30"]
    taken = octoterm("import", late, "--shift", "-30")
    assert (taken.exit_code, load(path).starts[0]) == (0, min(TRUTH))


def test_a_spreadsheet_that_is_rewritten_is_kept_as_it_was(octoterm: CommandLine) -> None:
    octoterm.configure()
    path = octoterm.here / "readings.csv"
    path.write_text(csv(rows(HELD), newline="\r\n"), newline="")
    before = path.read_bytes()
    result = octoterm("import", file(octoterm, website(TRUTH)))
    original = path.with_name("readings.csv.original")
    assert f"The file as it was is kept as {original}" in result.out
    assert original.read_bytes() == before


def test_what_another_process_stores_meanwhile_stays(tmp_path: Path) -> None:
    path = tmp_path / "readings.csv"
    first, second = [*TRUTH][:2]
    finish(ReadingsFile(path).merge([reading(first, 9.9)]))
    added = finish(ReadingsFile(path).add([reading(first, 0.1), reading(second, 0.2)]))
    assert (added.new, added.changed) == (1, 0)
    assert [*load(path).values] == [9.9, 0.2]
    finish(ReadingsFile(path).merge([reading(second, 0.3)]))
    assert [*load(path).values] == [9.9, 0.3], "a sync may still revise what was imported"


def test_a_sync_goes_on_as_before_and_may_revise_what_was_imported(octoterm: CommandLine) -> None:
    api = ReadingsApi({start: float(number) for start, number in HELD.items()})
    with loopback(api) as server:
        content = json.loads(octoterm.configure().read_text())
        octoterm.configure({**content, "url": server.origin, "apikey": KEY})
        assert octoterm("sync").exit_code == 0
        assert octoterm("import", file(octoterm, website(TRUTH))).exit_code == 0
        api.values[GAPS[0]] = 4.5
        assert "0 new, 1 changed" in octoterm("sync").out
        assert "0 new, 0 changed" in octoterm("sync").out
        asked_from = [request.query["period_from"][:4] for request in server.requests]
        assert asked_from == ["2000", "2000", "2024"], "all history once, as for a new CSV"
    expected = {**floats(TRUTH), GAPS[0]: 4.5}
    found = load(octoterm.here / "readings.csv")
    assert dict(zip(found.starts, found.values, strict=True)) == expected


def test_whose_readings_they_are_must_be_clear(octoterm: CommandLine) -> None:
    url = "https://api.octopus.energy/v1/electricity-meter-points/{}/meters/E/consumption"
    octoterm.configure(
        {
            "accounts": [
                {"name": name, "apikey": "k", "csv": f"{name}.csv", "url": url.format(number)}
                for name, number in (("Upstairs", 1), ("Downstairs", 2))
            ]
        }
    )
    given = file(octoterm, website(TRUTH))
    asked = octoterm("import", given)
    assert asked.exit_code == 2
    assert "Whose readings are these? Add --meter Upstairs or --meter Downstairs" in asked.err
    assert octoterm("import", given, "--meter", "downstairs").exit_code == 0
    assert len(load(octoterm.here / "Downstairs.csv").starts) == len(TRUTH)
    assert not (octoterm.here / "Upstairs.csv").exists()


def test_what_is_before_a_meter_goes_to_the_one_that_was_exchanged(octoterm: CommandLine) -> None:
    octoterm.configure({"apikey": "k", "account": NUMBER})
    know(Folders.of_user().state, home_of(electricity("2000000000017", "OLD1", "NEW2")))
    starts = sorted(TRUTH)
    parts = {"OLD1": starts[50:200], "NEW2": starts[190:300]}
    old, new = (
        octoterm.store(rows({s: TRUTH[s] for s in part}), f"octopus-2000000000017-{serial}.csv")
        for serial, part in parts.items()
    )
    result = octoterm("import", file(octoterm, website(TRUTH)), "--meter", "electricity")
    assert (result.exit_code, result.err) == (0, "")
    assert [*load(old).starts] == starts[:200]
    assert [*load(new).starts] == starts[190:]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("absent.csv",), 3, "absent.csv does not exist"),
        ((".",), 3, "cannot be read|is a folder|no ordinary file"),
        (("other.csv", "--zone", "Europe/Londn"), 2, "There is no zone"),
        (("other.csv", "--zone", "../../etc/passwd"), 2, "There is no zone"),
        (("other.csv", "--unit", "m3"), 2, "has no m³"),
        (("other.csv", "--shift", "20"), 2, "--shift cannot be ‘20’. Give half hours in minutes"),
        (("other.csv", "--shift", "an hour"), 2, "--shift cannot be ‘an hour’. Give half hours"),
        (("other.csv", "--shift", "1470"), 2, "at most a day, such as -30 or 60."),
        (("other.csv", "--columns", "when=A"), 2, "--columns cannot be ‘when=A’"),
        (("other.csv", "--columns", "start=When,kwh=B"), 2, "no column ‘B’"),
        (("other.csv",), 3, "no columns that octoterm knows"),
        ((), 2, "FILE"),
    ],
)
def test_what_cannot_be_done_is_said(
    octoterm: CommandLine, arguments: tuple[str, ...], code: int, words: str
) -> None:
    path = home(octoterm)
    before = identity(path)
    file(octoterm, of_clock(TRUTH))
    result = octoterm("import", *arguments)
    assert result.exit_code == code
    assert any(each in result.err for each in words.split("|")), result.err
    assert identity(path) == before


def test_text_from_a_file_is_harmless_when_it_is_shown(octoterm: CommandLine) -> None:
    home(octoterm)
    text = json_lines(TRUTH, "\x1b[31mRed").replace("\x1b", "\\u001b")
    result = octoterm("import", file(octoterm, text, "other\x1b[1m.jsonl"))
    assert result.exit_code == 3
    assert "\x1b" not in result.err


# The documentation


@pytest.mark.extended
@each_example("IMPORT", "command")
def test_each_example_of_the_documentation_does_what_it_says(
    octoterm: CommandLine, example: str
) -> None:
    path = home(octoterm)
    parts = sorted(TRUTH)[:150], sorted(TRUTH)[150:]
    texts = {
        "octopus.csv": home_and_car(TRUTH),
        "2023.csv": own_csv({start: TRUTH[start] for start in parts[0]}),
        "2024.csv": website({start: TRUTH[start] for start in parts[1]}),
        "n3rgy.csv": n3rgy(TRUTH),
        "readings.jsonl": json_lines(TRUTH),
        "page.json": api_page(TRUTH),
        "logger.csv": of_clock(TRUTH),
    }
    for name, text in texts.items():
        file(octoterm, text, name)
    result = octoterm(*arguments(example))
    assert (result.exit_code, result.err) == (0, "")
    stored = load(path)
    assert len(stored.starts) == (len(HELD) if "--dry-run" in example else len(TRUTH))
