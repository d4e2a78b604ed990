"""A CSV that is protected: what is read-only stays, and each cause is told with its remedy."""

from __future__ import annotations

import errno
import os
import subprocess
from pathlib import Path

import pytest

from octoterm.errors import Unwritable
from octoterm.runtime.slices import finish
from octoterm.storage.readings_file import ReadingsFile
from tests.storage.test_io_errors import needs_root
from tests.support.households import csv, half_hours, reading, write
from tests.support.sharing import BEN, FAMILY, acting_as, shared
from tests.support.storing import beside, identity, merge

A, B, C, D = (reading(start) for start in half_hours("2024-01-15T00:00Z", "2024-01-15T02:00Z"))


@pytest.mark.parametrize("mode", [0o444, 0o400])
def test_a_read_only_file_is_left_alone(tmp_path: Path, mode: int) -> None:
    path = write(tmp_path / "r.csv", [B, A, "what?"])
    path.chmod(mode)
    before = identity(path)
    for work in (ReadingsFile(path).merge([C]), ReadingsFile(path).fix()):
        with pytest.raises(Unwritable) as told:
            finish(work)
        assert str(told.value) == (
            f"{path} is read-only and is left as it is. `chmod u+w` it, if octoterm is to add "
            "readings."
        )
    assert identity(path) == before
    assert [each.name for each in tmp_path.iterdir()] == ["r.csv"]


@needs_root
def test_a_file_that_is_read_only_for_us_is_left_alone(folder: Path) -> None:
    path = shared(folder, 0o644)
    before = identity(path)
    with acting_as(BEN, BEN, FAMILY), pytest.raises(Unwritable) as told:
        merge(path, B)
    assert "is read-only for you and is left as it is" in told.value.title
    assert "chmod g+rw" in told.value.remedy
    assert identity(path) == before
    assert beside(path) == set()


@needs_root
def test_a_file_that_is_protected_against_its_owner_is_told_of_by_its_kind(tmp_path: Path) -> None:
    path = write(tmp_path / "r.csv", [A])
    if subprocess.run(["chattr", "+i", path], check=False, capture_output=True).returncode:
        pytest.skip("this file system protects no file so")
    try:
        with pytest.raises(Unwritable) as told:
            merge(path, B)
    finally:
        subprocess.run(["chattr", "-i", path], check=True)
    assert "Operation not permitted" in told.value.title
    assert "lsattr" in told.value.remedy
    assert beside(path) == set()


@needs_root
def test_a_single_file_mounted_into_a_container_is_told_of_by_its_kind(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside.csv", [A])
    (tmp_path / "inside").mkdir()
    path = tmp_path / "inside" / "r.csv"
    path.touch()
    if subprocess.run(["mount", "--bind", outside, path], check=False).returncode:
        pytest.skip("this machine lets nobody mount")
    try:
        with pytest.raises(Unwritable) as told:
            merge(path, B)
    finally:
        subprocess.run(["umount", path], check=True)
    assert "Device or resource busy" in told.value.title
    assert "mount its folder instead" in told.value.remedy
    assert beside(path) == set()
    assert outside.read_text() == csv([A])


CAUSES = [
    *(errno.EACCES, errno.EPERM, errno.EROFS, errno.EBUSY, errno.ENOSPC, errno.EDQUOT),
    *(errno.EFBIG, errno.EIO, errno.ENOENT, errno.ENAMETOOLONG, errno.ELOOP, errno.ENOLCK),
]


def test_every_cause_has_a_remedy_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "r.csv", [A])
    remedies = set()
    for code in CAUSES:

        def fail(*_: object, code: int = code) -> None:
            raise OSError(code, os.strerror(code))

        with monkeypatch.context() as failing:
            failing.setattr(Path, "replace", fail)
            with pytest.raises(Unwritable) as told:
                merge(path, B)
        assert told.value.title == f"{path} cannot be written: {os.strerror(code)}"
        assert told.value.remedy.startswith("What it held before is unchanged. ")
        remedies.add(told.value.remedy)
    assert len(remedies) == len(CAUSES)
