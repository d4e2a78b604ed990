"""The log of faults holds no key, whether it is in a configuration or was only just typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from octoterm.storage.folders import Folders
from octoterm.ui.log import report_fault
from tests.support.loopback import KEY, KEY_IN_BASIC_AUTH


@pytest.mark.parametrize("secret", [KEY, KEY.upper(), KEY_IN_BASIC_AUTH])
def test_a_key_that_is_in_no_configuration_yet_is_left_out(tmp_path: Path, secret: str) -> None:
    folders = Folders.inside(tmp_path)
    words = report_fault(RuntimeError(f"refused: {secret}, sorry"), folders, lambda text: text)
    log = (folders.log / "octoterm.log").read_text()
    assert "RuntimeError: refused: •••, sorry" in log
    assert secret not in words
