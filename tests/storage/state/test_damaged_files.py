"""Damaged files of state: whatever is in them, they are no more than damaged."""

from __future__ import annotations

from pathlib import Path

import pytest

from octoterm.alerts.told import TOLD, Known
from octoterm.errors import Unreadable
from octoterm.storage.state.alerts_file import read_alerts
from octoterm.storage.state.bookmark_file import move_bookmark

DAMAGED = ('{"a": {"1": [1e999, "x"]}}', '{"a": {"1": ["x", 1]}}', '{"a": 1}', "[", "\xff", "[1]")


@pytest.mark.parametrize("content", DAMAGED)
def test_a_damaged_bookmark_is_said(tmp_path: Path, content: str) -> None:
    path = tmp_path / "program.json"
    path.write_bytes(content.encode("latin-1"))
    with pytest.raises(Unreadable, match="is damaged"):
        move_bookmark(path, lambda before: (before, None))


@pytest.mark.parametrize("content", DAMAGED)
def test_a_damaged_record_of_alerts_is_none(tmp_path: Path, content: str) -> None:
    path = tmp_path / "alerts.json"
    path.write_bytes(content.encode("latin-1"))
    assert read_alerts(path) == {}


SINCE = ("1e999", "-1", "1e30", "99999999999999999999", "null", '"x"', "[]")


@pytest.mark.parametrize("since", SINCE)
def test_a_damaged_record_of_alerts_tells_all_once_more(tmp_path: Path, since: str) -> None:
    path = tmp_path / "alerts.json"
    path.write_text(f'{{"late": ["told", {since}]}}')
    assert read_alerts(path) == {}
    path.write_text('{"late": ["told", 1700000000]}')
    assert read_alerts(path) == {"late": Known(TOLD, 1_700_000_000)}
