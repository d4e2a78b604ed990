"""Links that lead to a folder that is not there, or round in a circle."""

from __future__ import annotations

from pathlib import Path

import pytest

from octoterm.errors import BrokenLink, Unreadable, Unwritable
from octoterm.runtime.slices import finish
from octoterm.storage.readings_file import ReadingsFile
from tests.conftest import CommandLine
from tests.support.households import half_hours, reading
from tests.support.loopback import KEY, ReadingsApi, loopback
from tests.support.storing import merge
from tests.support.syncing import history

A, B, C, D = (reading(start) for start in half_hours("2024-01-15T00:00Z", "2024-01-15T02:00Z"))


@pytest.mark.parametrize("link", ["r.csv", "nas", "nas/deep"])
def test_a_link_into_a_folder_that_is_not_mounted_is_told_from_nothing_stored(
    tmp_path: Path, link: str
) -> None:
    path = tmp_path / ("r.csv" if link == "r.csv" else f"{link}/r.csv")
    (tmp_path / link).parent.mkdir(exist_ok=True)
    (tmp_path / link).symlink_to(tmp_path / "mnt" / "away")
    for work in (
        ReadingsFile(path).load(),
        ReadingsFile(path).merge([A]),
        ReadingsFile(path).fix(),
    ):
        with pytest.raises(BrokenLink) as told:
            finish(work)
        assert str(told.value) == (
            f"{tmp_path / link} is a link to {tmp_path / 'mnt' / 'away'}, which is not there: "
            "is it mounted?"
        )
        assert told.value.exit_code == 3
    assert not (tmp_path / "mnt").exists()


def test_links_that_lead_round_in_a_circle_are_told_as_such(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.symlink_to(tmp_path / "s.csv")
    (tmp_path / "s.csv").symlink_to(path)
    with pytest.raises(Unreadable, match="Too many levels of symbolic links"):
        finish(ReadingsFile(path).load())
    with pytest.raises(Unwritable) as told:
        merge(path, A)
    assert "round in a circle" in told.value.remedy


def test_every_command_fails_and_names_the_link_that_leads_nowhere(octoterm: CommandLine) -> None:
    (octoterm.here / "r.csv").symlink_to(octoterm.here / "nas" / "r.csv")
    with loopback(ReadingsApi(history(1))) as server:
        content = {"url": server.origin, "apikey": KEY, "mpan": "1", "serial": "2"}
        octoterm.configure({**content, "csv": "r.csv"})
        for command in ("check", "summary", "sync"):
            result = octoterm(command)
            assert result.exit_code == 3, command
            assert "r.csv is a link to" in result.err
            assert "which is not there: is it mounted?\n" in result.err
    assert (octoterm.here / "r.csv").is_symlink()
