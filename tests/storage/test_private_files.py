"""What is written for its owner only, and what cannot be made to be written elsewhere."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

import pytest

from octoterm.config import reader as configuration
from octoterm.errors import ConfigError, OctotermError
from octoterm.export.file import write_export
from octoterm.export.rows import Exported
from octoterm.household.api_key import ApiKey
from octoterm.periods.period import Granularity, Period
from octoterm.runtime.slices import finish
from octoterm.safe_text import clean
from octoterm.storage.folders import Folders
from octoterm.storage.private_file import append_private
from octoterm.storage.readings_file import ReadingsFile
from tests.conftest import CommandLine
from tests.support.configuring import SINGLE, Reader
from tests.support.dashboards import meter, opened
from tests.support.households import half_hours, readings
from tests.support.loopback import KEY, KEY_IN_BASIC_AUTH, ReadingsApi, loopback
from tests.support.syncing import row_of

UMASKS = pytest.mark.parametrize("umask", [0o000, 0o022, 0o077, 0o777], ids=oct)
STARTS = half_hours("2024-03-12T00:00Z", "2024-03-15T00:00Z")


@contextmanager
def under(umask: int) -> Iterator[None]:
    before = os.umask(umask)
    try:
        yield
    finally:
        os.umask(before)


def modes(folder: Path) -> dict[str, int]:
    """The modes of everything below `folder`, and its own."""
    return {
        str(path.relative_to(folder)): stat.S_IMODE(path.lstat().st_mode)
        for path in (folder, *folder.rglob("*"))
    }


# Modes


@pytest.mark.extended
@UMASKS
def test_what_octoterm_keeps_for_itself_is_its_owners_only(
    octoterm: CommandLine, umask: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(octoterm.home / "new" / "config"))
    monkeypatch.setenv("XDG_STATE_HOME", str(octoterm.home / "new" / "state"))
    with loopback(ReadingsApi(dict.fromkeys(STARTS, 0.25))) as server:
        with under(umask):
            assert octoterm("init", "--template").exit_code == 0
        (made,) = octoterm.home.rglob("config.json")
        content = json.loads(octoterm.configure().read_text())
        octoterm.configure({**content, "url": server.origin, "apikey": KEY})
        with under(umask):
            assert octoterm("sync").exit_code == 0
    found = modes(octoterm.home / "new")
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert len([name for name in found if name.endswith((".json", ".log"))]) == 3
    for name, mode in found.items():
        assert mode == (0o700 if (octoterm.home / "new" / name).is_dir() else 0o600), name


@pytest.mark.parametrize("umask", [0o000], ids=oct)
async def test_the_log_of_a_crash_and_the_theme_are_their_owners_only_and_without_the_key(
    tmp_path: Path, umask: int
) -> None:
    with under(umask):
        keyed = (meter(tmp_path, api_key=ApiKey(KEY)),)
        async with opened(tmp_path, readings(STARTS), meters=keyed) as here:
            here.app.action_choose_theme("nord")
            await here.pilot.pause()
            try:
                raise RuntimeError(f"it broke with {KEY_IN_BASIC_AUTH} and {KEY}")
            except RuntimeError:
                here.app._fatal_error()
    log = (tmp_path / "log" / "octoterm.log").read_text()
    assert "it broke with ••• and •••" in log
    for path in (tmp_path / "log" / "octoterm.log", tmp_path / "state" / "dashboard.json"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_private_file_that_others_could_read_is_private_again(tmp_path: Path) -> None:
    file = tmp_path / "octoterm.log"
    file.touch(0o644)
    append_private(file, "more")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@UMASKS
def test_new_readings_their_folder_and_exports_are_their_owners_only(
    tmp_path: Path, umask: int
) -> None:
    """They tell when nobody is at home."""
    path = tmp_path / "new" / "folder" / "readings.csv"
    with under(umask):
        finish(ReadingsFile(path).merge([row_of(STARTS[0])]))
        written = write_export(path.parent, "Gas", exported())
    found = modes(tmp_path / "new")
    assert {path.name, f".{path.name}.lock", written.name} <= {Path(name).name for name in found}
    for name, mode in found.items():
        assert mode == (0o700 if (tmp_path / "new" / name).is_dir() else 0o600), name


@pytest.mark.extended
@UMASKS
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_the_modes_of_a_file_and_a_folder_that_are_there_are_kept(
    tmp_path: Path, umask: int, mode: int
) -> None:
    path = tmp_path / "readings.csv"
    finish(ReadingsFile(path).merge([row_of(STARTS[0])]))
    path.chmod(mode)
    tmp_path.chmod(0o755)
    with under(umask):
        finish(ReadingsFile(path).merge([row_of(STARTS[1])]))
    assert stat.S_IMODE(path.stat().st_mode) == mode
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666, 0o602])
def test_a_configuration_open_to_others_draws_a_warning(octoterm: CommandLine, mode: int) -> None:
    octoterm.configure().chmod(mode)
    result = octoterm("summary")
    assert result.exit_code == 0
    (warning,) = result.err.splitlines()
    assert ("read" in warning.split(), "change" in warning.split()) == (
        bool(mode & 0o044),
        bool(mode & 0o022),
    )
    assert warning.endswith(
        f"which holds your API key. Run: chmod 600 {octoterm.here / 'config.json'}"
    )


@pytest.mark.parametrize("mode", [0o600, 0o400, 0o700])
def test_a_configuration_for_its_owner_draws_none(octoterm: CommandLine, mode: int) -> None:
    octoterm.configure().chmod(mode)
    assert octoterm("summary").err == ""


@pytest.mark.extended
async def test_the_dashboard_warns_of_it_too(octoterm: CommandLine) -> None:
    path = octoterm.configure()
    path.chmod(0o644)
    config = configuration.read(path, Folders.inside(octoterm.home), {})
    async with opened(octoterm.here, readings(STARTS), warnings=config.warnings) as here:
        await here.shows("Other users can", "chmod 600")


# Names that would lead elsewhere

NAMES = [
    "..", "../x", "../../x.csv", "a/../../x.csv", "a/..", "./../x.csv", "..//x.csv", "a/./../../x",
    "..\\x.csv", "a\\..\\..\\x.csv", "a/..\\x.csv", "..\\..\\windows\\x.ini", "C:\\x.csv", "C:x",
    "\\\\server\\share\\x.csv", "//server/share/x.csv", "/etc/passwd", "/etc/cron.d/x", "/", "//",
    "~/x.csv", "~root/x.csv", "~nobody-at-all/x", "~", "%2e%2e/x.csv", "%2e%2e%2fx.csv",
    "..%2fx.csv", "%252e%252e%252fx", "..%c0%afx.csv", "..%5cx.csv", "．．/x.csv", "‥/x.csv",
    "..／x.csv", "..∕x.csv", "..⁄x.csv", "．．／x", "..\u202e/x.csv", "..\u200b/x.csv",
    "a\x00/../x", "x.csv\x00.txt", "..\x00/x", "x\n../y", "\ud800/../x", "", " ", ".", "./", "...",
    "....//x",
    "-rf", "--help", "$HOME/x.csv", "${HOME}/x", "`id`.csv", "$(id).csv", "|id", "; rm -rf ~",
    "*", "x" * 300, "x/" * 2000, "CON", "nul.csv", ".bashrc", "a:b", "x.csv ", ". ./x", ".. /x",
]  # fmt: skip


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    (tmp_path / "home").mkdir()
    return Reader(tmp_path / "home")


def below(folder: Path, path: Path) -> bool:
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


@pytest.mark.parametrize("key", ["serial", "mpan"])
def test_no_number_of_a_meter_leads_out_of_the_data_folder(read: Reader, key: str) -> None:
    for name in NAMES:
        try:
            meter = read.meter(**{key: name})
        except ConfigError:
            continue
        assert meter.csv.parent in (read.folders.data, read.file.parent), name
        assert meter.csv.name.startswith("octopus-")
        assert ".." not in meter.url.split("/")
        assert meter.url.count("/") == 9, name


def test_no_csv_leads_out_of_its_folder_unless_it_says_so_in_full(read: Reader) -> None:
    accepted = 0
    for name in NAMES:
        try:
            meter = read.meter(csv=name)
        except ConfigError:
            continue
        accepted += 1
        in_full = name.startswith(("/", "~"))
        assert in_full or below(read.file.parent, meter.csv), name
    assert accepted > 20


@pytest.mark.slow
def test_whatever_its_name_nothing_is_written_outside(
    octoterm: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(octoterm.here / "data"))
    row, folders = row_of(STARTS[0]), Folders.inside(octoterm.here)
    for number, name in enumerate(NAMES):
        for key in ("csv", "serial"):
            if key == "csv" and name.startswith(("/", "~")):
                continue
            folder = octoterm.here / f"{key}{number}"
            folder.mkdir()
            reader = Reader(folder)
            reader.folders = folders
            with suppress(OctotermError):
                finish(ReadingsFile(reader.meter(**{key: name}).csv).merge([row]))
    assert [path.name for path in octoterm.here.parent.iterdir()] == ["here", "home"]
    assert list(octoterm.home.iterdir()) == []


def test_a_link_that_the_owner_has_laid_is_followed(read: Reader, tmp_path: Path) -> None:
    """Only who may write in the folder can lay one: it is as good as a path in full."""
    (read.file.parent / "link.csv").symlink_to(tmp_path / "elsewhere.csv")
    finish(ReadingsFile(read.meter(csv="link.csv").csv).merge([row_of(STARTS[0])]))
    assert (tmp_path / "elsewhere.csv").exists()
    assert (read.file.parent / "link.csv").is_symlink()


def exported(rows: int = 1) -> Exported:
    day = Period.containing(Granularity.DAY, date(2024, 3, 14))
    return Exported("usage", day, ("kwh",), [{"kwh": 1}] * rows)


def test_no_name_of_a_meter_leads_an_export_elsewhere(tmp_path: Path) -> None:
    for name in NAMES:
        assert write_export(tmp_path, clean(name, 60), exported()).parent == tmp_path
    assert {path.suffix for path in tmp_path.iterdir()} == {".csv"}


# Addresses to which the key may not go

NOT_THIS_MACHINE = [
    "http://localhost.evil.example", "http://127.0.0.1.evil.example", "http://127.0.0.1.evil",
    "http://localhost@evil.example", "http://127.0.0.1@evil.example", "http://[::1]@evil.example",
    "http://127.0.0.1:80@evil.example", "http://evil.example#@127.0.0.1", "http://localhost.",
    "http://evil.example?@127.0.0.1", "http://evil.example\\@127.0.0.1", "http://127.0.0.1.",
    "http://[::1].evil.example", "http://[::1", "http://[fe80::1%25lo]", "http://[::ffff:10.0.0.1]",
    "http://0x7f000001", "http://2130706433", "http://127.1", "http://0177.0.0.1", "http://0.0.0.0",
    "http://[::]", "http://128.0.0.1", "http://locaⅼhost", "http://lоcalhost", "http://１２７.0.0.1",
    "http://localhost%2eevil.example", "http://127.0.0.1%00.evil.example", "http://LOCALHOST.evil",
    "HTTP://evil.example", "hTTp://api.octopus.energy", "http:evil.example", "http:/evil.example",
    "//evil.example", "http://localhost:80:80", "http://local host", "http://.localhost",
    "http://localhost,evil.example", "http://me@localhost", "http://me:x@127.0.0.1",
]  # fmt: skip


@pytest.mark.extended
@pytest.mark.parametrize("url", NOT_THIS_MACHINE)
def test_plain_http_leads_to_this_machine_only(read: Reader, url: str) -> None:
    read.refusal({**SINGLE, "url": url}, '"url"')


@pytest.mark.parametrize(
    "url",
    [
        "http://LocalHost",
        "HTTP://127.0.0.1:81",
        "http://127.9.9.9",
        "http://[::1]",
        "http://[0::1]",
    ],
)
def test_plain_http_to_this_machine_is_fine_in_every_spelling(read: Reader, url: str) -> None:
    assert read.meter(url=url).url.endswith("/consumption/")
