"""Folders that others use, and a file in one of them that is nobody else's."""

from __future__ import annotations

import os
import pwd
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.sharing import ANNA, BEN, EVE, FAMILY
from tests.support.traps import SECRET, what_it_is


@pytest.fixture
def folder() -> Iterator[Path]:
    """Where all may go; below the folders of pytest nobody else may."""
    with tempfile.TemporaryDirectory(prefix="octoterm-shared-") as name:
        yield Path(name)


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    """This machine knows Anna and Ben, who are of the family, and Eve, who is not."""
    names = {ANNA: "anna", BEN: "ben", EVE: "eve"}

    def user(number: int) -> pwd.struct_passwd:
        return pwd.struct_passwd((names[number], "x", number, number, "", "/", "/bin/sh"))

    def groups(name: str, group: int) -> list[int]:
        return [group] if name == "eve" else [group, FAMILY]

    monkeypatch.setattr(pwd, "getpwuid", user)
    monkeypatch.setattr(os, "getgrouplist", groups)


@pytest.fixture
def victim(tmp_path: Path) -> Iterator[Path]:
    """A file of ours that nobody may touch."""
    file = tmp_path / "shadow"
    file.write_text(SECRET)
    file.chmod(0o640)
    before = what_it_is(file)
    yield file
    assert what_it_is(file) == before
