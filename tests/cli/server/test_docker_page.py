"""The commands for Docker on the page, with a stand-in for Docker."""

from __future__ import annotations

from pathlib import Path

import pytest

from octoterm.cli.arguments import parse
from tests.support import REPOSITORY
from tests.support.docs_page import examples
from tests.support.shell import Shell


def test_the_image_that_is_built_is_run_with_one_volume(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(REPOSITORY)
    shell = Shell(tmp_path)
    (script,) = examples("SERVER", "sh", "With Docker")
    shell.run(script)
    ran = [each.words[1:] for each in shell.ran]
    (build,) = (words for words in ran if words[0] == "build")
    assert Path(build[build.index("-f") + 1]).is_file()
    image, volume = build[build.index("-t") + 1], "octoterm:/data"
    starts = [words for words in ran if words[0] == "run"]
    assert len(starts) == 2
    for words in starts:
        after_volume = words[words.index("-v") + 1 :]
        assert after_volume[:2] == [volume, image]
        parse(after_volume[2:])
