"""Checks of the machine, with what it says made up."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from octoterm.doctor.finding import Status
from octoterm.doctor.machine import Terminal, of_folders, of_terminal
from octoterm.storage.folders import Folders

GOOD = Terminal(
    is_terminal=True, name="xterm-256color", columns=80, rows=24, colours="", is_utf_8=True
)


@pytest.mark.parametrize(
    ("different", "status", "words"),
    [
        ({}, Status.OK, "80 columns, 24 rows, 256 colours, UTF-8"),
        ({"colours": "truecolor"}, Status.OK, "16 million colours"),
        ({"name": "vt100"}, Status.OK, "16 colours"),
        ({"is_terminal": False}, Status.OK, "no terminal"),
        ({"name": "dumb"}, Status.WARN, "too little"),
        ({"columns": 39}, Status.WARN, "small"),
        ({"rows": 11}, Status.WARN, "small"),
        ({"is_utf_8": False}, Status.WARN, "plain characters"),
    ],
)
def test_a_terminal_is_never_a_failure(
    different: dict[str, object], status: Status, words: str
) -> None:
    finding = of_terminal(GOOD._replace(**different))
    assert finding.status is status
    assert words in finding.message
    assert bool(finding.remedy) == (status is Status.WARN)


def test_a_folder_that_is_to_be_made_is_well(tmp_path: Path) -> None:
    data, state = of_folders(Folders.inside(tmp_path / "new"))
    assert (data.status, state.status) == (Status.OK, Status.OK)
    assert "not there yet" in data.message
    assert not (tmp_path / "new").exists()


def test_without_a_folder_for_readings_they_cannot_be_kept(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    data, state = of_folders(Folders.inside(tmp_path / "file"))
    assert (data.status, state.status) == (Status.FAIL, Status.WARN)
    assert str(tmp_path / "file") in data.remedy


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_nor_in_one_that_may_not_be_written_to(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    data, _ = of_folders(Folders.inside(tmp_path))
    tmp_path.chmod(0o700)
    assert data.status is Status.FAIL
