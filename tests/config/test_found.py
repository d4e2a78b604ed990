"""A configuration that was not named, only found in the current folder."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from octoterm.config import reader as configuration
from octoterm.config.search import find
from octoterm.errors import ConfigError, ConfigNotFound
from octoterm.storage.folders import Folders
from tests.conftest import CommandLine
from tests.support.configuring import ELECTRICITY, KEY, SINGLE
from tests.support.loopback import ReadingsApi, loopback

OF_ENVIRONMENT = "sk_live_of_the_environment"
ELSEWHERE = "https://api.example"


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders.inside(tmp_path / "places")


@pytest.fixture
def here(tmp_path: Path) -> Path:
    folder = tmp_path / "here"
    folder.mkdir()
    return folder


def put(path: Path, content: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    path.chmod(0o600)
    return path


# Another program's


@pytest.mark.parametrize(
    "content",
    [
        {"name": "some-package", "version": "1.0.0", "type": "module"},
        {},
        [],
        "null",
        "[1, 2]",
        "",
        '// of another kind\n{"compilerOptions": {"strict": true,},}',
        '{"half": ',
        "key: value\n",
        "\x00\x01\x02",
        json.dumps({"url": "x" * 1_000_000}),
    ],
)
def test_one_of_another_program_is_passed_over_with_a_word(
    here: Path, folders: Folders, content: object
) -> None:
    theirs = put(here / "config.json", content)
    with pytest.raises(ConfigNotFound) as caught:
        find(None, folders, {}, here)
    for path in (theirs, folders.config_file):
        assert str(path) in str(caught.value)
    ours = put(folders.config_file, SINGLE)
    found = find(None, folders, {}, here)
    assert found.path == ours
    assert found.warnings == (f"{theirs} is not octoterm's and was ignored.",)


@pytest.mark.parametrize(
    "content",
    [
        {"url": "x"},
        {"accounts": []},
        {"API_Key": "x", "type": "gas"},
        {"mprn": "x"},
        '{"apikey": "half',
        "OCTOPUS_API_KEY=sk_x\n",
        "serial-number: 5",
    ],
)
def test_one_with_a_sign_of_octoterm_is_read_however_wrong_it_is(
    here: Path, folders: Folders, content: object
) -> None:
    ours = put(here / "config.json", content)
    found = find(None, folders, {}, here)
    assert found.path == ours
    with pytest.raises(ConfigError):
        configuration.read(found.path, folders, {}, is_named=found.is_named)


def test_what_is_no_file_is_passed_over_without_waiting_for_it(
    here: Path, folders: Folders
) -> None:
    os.mkfifo(here / "config.json")
    with pytest.raises(ConfigNotFound):
        find(None, folders, {}, here)
    (here / "config.json").unlink()
    (here / "config.json").mkdir()
    with pytest.raises(ConfigNotFound):
        find(None, folders, {}, here)


def test_one_that_may_not_be_read_may_be_octoterms(
    here: Path, folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(here / "config.json", {})

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert find(None, folders, {}, here).path == path


def test_a_command_says_what_it_passed_over(octoterm: CommandLine) -> None:
    put(octoterm.here / "config.json", {"name": "some-package"})
    assert octoterm("summary").exit_code == 2
    assert "config.json is not octoterm's and was ignored" in octoterm("paths").err
    if sys.platform == "linux":
        put(octoterm.home / ".config" / "octoterm" / "config.json", SINGLE)
        result = octoterm("summary")
        assert result.exit_code == 0
        assert "config.json is not octoterm's and was ignored" in result.err


# The key of the environment


def key_for(found_url: str, here: Path, folders: Folders, **more: object) -> str:
    """Which key goes where a configuration in the current folder says."""
    content = {k: v for k, v in SINGLE.items() if k != "apikey"} | {"url": found_url, **more}
    put(here / "config.json", content)
    return key_with(here, folders)


def key_with(here: Path, folders: Folders, named: Path | None = None, **environ: str) -> str:
    environ["OCTOTERM_API_KEY"] = OF_ENVIRONMENT
    found = find(named, folders, environ, here)
    config = configuration.read(found.path, folders, environ, is_named=found.is_named)
    return config.meters[0].api_key.reveal()


@pytest.mark.parametrize(
    "url",
    [
        "https://api.octopus.energy",
        "https://API.octopus.energy/v1",
        "https://api.octopus.energy:443/",
    ],
)
def test_the_key_of_the_environment_goes_to_octopus(
    here: Path, folders: Folders, url: str
) -> None:
    assert key_for(url, here, folders) == OF_ENVIRONMENT
    assert key_for(url, here, folders, apikey=KEY) == OF_ENVIRONMENT


@pytest.mark.parametrize(
    "url",
    [
        ELSEWHERE,
        "http://127.0.0.1:8000",
        "https://api.octopus.energy:8443",
        "https://api.octopus.energy.example",
        "https://api.octopus.energy.",
        "https://octopus.energy",
    ],
)
def test_it_goes_nowhere_else_for_a_file_that_was_only_found(
    here: Path, folders: Folders, url: str
) -> None:
    assert key_for(url, here, folders, apikey=KEY) == KEY
    for empty in ({}, {"apikey": ""}):
        with pytest.raises(ConfigError) as caught:
            key_for(url, here, folders, **empty)
        assert str(caught.value).startswith(f'In {here / "config.json"}, "url"')
        assert "$OCTOTERM_API_KEY" in caught.value.title
        assert "--config" in caught.value.remedy
        assert OF_ENVIRONMENT not in str(caught.value)


def test_so_it_is_for_each_account(here: Path, folders: Folders) -> None:
    elsewhere = ELECTRICITY.replace("https://api.octopus.energy", ELSEWHERE)
    accounts = [{"url": ELECTRICITY, "csv": "a"}, {"url": elsewhere, "apikey": KEY, "csv": "b"}]
    put(here / "config.json", {"accounts": accounts})
    environ = {"OCTOTERM_API_KEY": OF_ENVIRONMENT}
    found = find(None, folders, environ, here)
    config = configuration.read(found.path, folders, environ, is_named=found.is_named)
    assert [meter.api_key.reveal() for meter in config.meters] == [OF_ENVIRONMENT, KEY]
    (warning,) = config.warnings
    assert "$OCTOTERM_API_KEY" in warning
    assert "--config" in warning


def test_it_goes_where_a_file_says_that_was_named(here: Path, folders: Folders) -> None:
    file = put(here / "config.json", {**SINGLE, "url": ELSEWHERE})
    assert key_with(here, folders, named=Path("config.json")) == OF_ENVIRONMENT
    assert key_with(here, folders, OCTOTERM_CONFIG=str(file)) == OF_ENVIRONMENT


def test_it_goes_where_the_persons_own_file_says(here: Path, folders: Folders) -> None:
    own = put(folders.config_file, {**SINGLE, "url": ELSEWHERE})
    assert key_with(here, folders) == OF_ENVIRONMENT
    assert key_with(folders.config, folders) == OF_ENVIRONMENT, "in the folder where it is"
    (here / "config.json").symlink_to(own)
    assert key_with(here, folders) == OF_ENVIRONMENT, "or through a link to it"


def test_a_link_to_some_other_file_makes_it_no_more_the_persons_own(
    tmp_path: Path, here: Path, folders: Folders
) -> None:
    other = put(tmp_path / "other.json", {**SINGLE, "url": ELSEWHERE})
    put(folders.config_file, SINGLE)
    (here / "config.json").symlink_to(other)
    assert key_with(here, folders) == KEY


def test_a_server_named_by_a_file_in_a_folder_never_hears_the_key_of_the_environment(
    octoterm: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OCTOTERM_API_KEY", OF_ENVIRONMENT)
    with loopback(ReadingsApi({})) as server:
        content = {**SINGLE, "url": server.origin, "csv": "readings.csv"}
        octoterm.configure({k: v for k, v in content.items() if k != "apikey"})
        result = octoterm("sync")
        assert (result.exit_code, server.requests) == (2, [])
        assert octoterm("sync", "--config", "config.json").exit_code == 0
        assert server.requests
