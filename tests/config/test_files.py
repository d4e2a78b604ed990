"""Which configuration is read, and the one that is written to be filled in."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from octoterm.config import reader as configuration
from octoterm.config import writer
from octoterm.config.search import find
from octoterm.errors import ConfigError, ConfigNotFound, Unwritable
from octoterm.storage.folders import Folders
from tests.support import REPOSITORY
from tests.support.configuring import SINGLE, Reader


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders.inside(tmp_path / "places")


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    return Reader(tmp_path)


# Where it is looked for


def test_the_order_is_the_argument_the_environment_this_folder_the_usual_folder(
    tmp_path: Path, folders: Folders
) -> None:
    here = tmp_path / "here"
    candidates = [
        tmp_path / "given.json",
        tmp_path / "environment.json",
        here / "config.json",
        folders.config_file,
    ]
    for path in candidates:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(SINGLE))
    environ = {"OCTOTERM_CONFIG": str(candidates[1])}
    assert find(candidates[0], folders, environ, here).path == candidates[0]
    assert find(None, folders, environ, here).path == candidates[1]
    assert find(None, folders, {"OCTOTERM_CONFIG": ""}, here).path == candidates[2]
    candidates[2].unlink()
    assert find(None, folders, {}, here).path == candidates[3]


def test_a_file_that_is_named_is_not_replaced_by_another(tmp_path: Path, folders: Folders) -> None:
    (tmp_path / "config.json").touch()
    missing = Path("missing.json")
    assert find(missing, folders, {}, tmp_path).path == tmp_path / missing
    environ = {"OCTOTERM_CONFIG": "missing.json"}
    assert find(None, folders, environ, tmp_path).path == tmp_path / missing


def test_a_home_folder_in_a_name_is_understood(
    tmp_path: Path, folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", "/home/somebody")
    environ = {"OCTOTERM_CONFIG": "~/octo.json"}
    assert find(None, folders, environ, tmp_path).path == Path("/home/somebody/octo.json")
    with pytest.raises(ConfigError, match="unknown user"):
        find(Path("~nobody-at-all/x.json"), folders, {}, tmp_path)


def test_a_broken_link_is_there_and_not_passed_over(tmp_path: Path, folders: Folders) -> None:
    (tmp_path / "config.json").symlink_to("nowhere.json")
    assert find(None, folders, {}, tmp_path).path == tmp_path / "config.json"


def test_where_there_is_none_both_places_and_the_way_out_are_named(
    tmp_path: Path, folders: Folders
) -> None:
    with pytest.raises(ConfigNotFound) as caught:
        find(None, folders, {}, tmp_path)
    message = str(caught.value)
    for words in (str(tmp_path / "config.json"), str(folders.config_file), "init", "--demo"):
        assert words in message


# The template


def test_the_packaged_template_is_the_one_at_the_top() -> None:
    packaged = Path(configuration.__file__).with_name("config-template.json")
    assert packaged.read_bytes() == (REPOSITORY / "config-template.json").read_bytes()


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o777])
def test_the_template_is_written_for_its_owner_only(tmp_path: Path, umask: int) -> None:
    path = tmp_path / "config.json"
    before = os.umask(umask)
    try:
        writer.write_template(path)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_bytes() == (REPOSITORY / "config-template.json").read_bytes()


def test_the_template_is_never_written_over_a_file(tmp_path: Path) -> None:
    file = tmp_path / "config.json"
    file.write_text("mine")
    with pytest.raises(ConfigError, match="was left alone"):
        writer.write_template(file)
    assert file.read_text() == "mine"


def test_a_template_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("not a folder")
    with pytest.raises(Unwritable, match="cannot be written"):
        writer.write_template(file / "octoterm" / "config.json")


def test_the_template_as_it_is_counts_as_not_filled_in(read: Reader) -> None:
    template = (REPOSITORY / "config-template.json").read_bytes()
    read.refusal(
        template, '"apikey", "mpan" and "serial" are not filled in yet', "Developer settings"
    )


def test_the_template_filled_in_is_a_configuration(read: Reader) -> None:
    template = json.loads((REPOSITORY / "config-template.json").read_bytes())
    config = read({**template, **SINGLE})
    assert config.warnings == ()
    assert template["url"] == SINGLE["url"]
