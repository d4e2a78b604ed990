"""An export is a whole new file, or one sentence."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from octoterm.errors import Unwritable
from octoterm.export.file import write_export
from octoterm.storage.folders import current_folder
from tests.storage.test_io_errors import mounted, needs_root
from tests.storage.test_private_files import exported
from tests.support.dashboards import opened
from tests.support.households import half_hours, reading

A, B, C, D = (reading(start) for start in half_hours("2024-01-15T00:00Z", "2024-01-15T02:00Z"))


@needs_root
def test_an_export_onto_a_full_disk_leaves_nothing(tmp_path: Path) -> None:
    with mounted(tmp_path, "size=8k"):
        (tmp_path / "filler").write_bytes(bytes(4096))
        with pytest.raises(Unwritable, match="No space left on device") as told:
            write_export(tmp_path, "Gas", exported(rows=10_000))
        assert "df" in told.value.remedy
        assert [each.name for each in tmp_path.iterdir()] == ["filler"]


def test_an_export_is_whole_where_the_file_system_has_no_second_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object, **__: object) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", no_links)
    first, second = (write_export(tmp_path, "Gas", exported()) for _ in range(2))
    assert first.read_text() == second.read_text() != ""
    assert {each.name for each in tmp_path.iterdir()} == {first.name, second.name}
    monkeypatch.setattr(Path, "replace", no_links)
    with pytest.raises(Unwritable):
        write_export(tmp_path, "Gas", exported())
    assert {each.name for each in tmp_path.iterdir()} == {first.name, second.name}


def test_an_export_from_a_folder_that_is_gone_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    with pytest.raises(Unwritable, match="The current folder cannot be used any more"):
        current_folder()
    monkeypatch.chdir(tmp_path)


async def test_the_dashboard_says_that_the_current_folder_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    async with opened(tmp_path, [A, B]) as here:
        (tmp_path / "gone").rmdir()
        await here.press("e")
        await here.shows("The current folder cannot be used any more")
        monkeypatch.chdir(tmp_path)
        await here.press("e")
        await here.shows("Saved", "octoterm-electricity-2024-01-15.csv")
