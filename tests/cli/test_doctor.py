"""`octoterm doctor`: whether readings can come and be kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime

import pytest

from octoterm.storage.folders import Folders
from octoterm.storage.state.sync_entry import SyncEntry
from octoterm.storage.state.sync_log import write_log
from tests.conftest import CommandLine, Result
from tests.support.account_api import AccountApi
from tests.support.accounts import electricity, gas, home
from tests.support.households import half_hours, readings
from tests.support.known_accounts import NUMBER, know
from tests.support.loopback import KEY, Loopback, Request, Response, loopback

IMPORT = "2000000000017"
CONFIG = {"apikey": KEY, "account": NUMBER}


class DatedApi(AccountApi):
    """Says what time it is, as a server does."""

    ahead = 0.0

    def __call__(self, request: Request) -> Response:
        answer = super().__call__(request)
        now = datetime.fromtimestamp(datetime.now(UTC).timestamp() + self.ahead, UTC)
        date = {"Date": format_datetime(now, usegmt=True)}
        return Response(answer.status, answer.body, {**answer.headers, **date})


@pytest.fixture
def api() -> DatedApi:
    house = home(electricity(IMPORT, "OLD", "A/1"), gas_points=(gas() | {"meters": []},))
    return DatedApi(house, readings={"A%2F1": {}})


@pytest.fixture
def server(api: DatedApi, octoterm: CommandLine) -> Iterator[Loopback]:
    with loopback(api) as running:
        octoterm.configure({**CONFIG, "url": running.origin})
        yield running


def found(result: Result) -> dict[str, list[dict[str, str]]]:
    """What was found, by check."""
    by_check: dict[str, list[dict[str, str]]] = {}
    for each in json.loads(result.out):
        assert list(each) == ["check", "status", "message", "remedy"]
        assert each["status"] in ("ok", "warn", "FAIL")
        assert bool(each["remedy"]) or each["status"] == "ok", each
        by_check.setdefault(each["check"], []).append(each)
    return by_check


def statuses(result: Result) -> set[str]:
    return {each["status"] for checks in found(result).values() for each in checks}


@pytest.mark.usefixtures("server")
def test_all_is_well_where_readings_come_and_can_be_kept(
    octoterm: CommandLine, api: DatedApi
) -> None:
    octoterm("sync")
    before = {path: path.read_bytes() for path in octoterm.home.rglob("*") if path.is_file()}
    api.asked.clear()
    result = octoterm("doctor", "--json")
    assert (result.exit_code, result.err) == (0, "")
    assert statuses(result) == {"ok"}, result.out
    checks = found(result)
    assert "it is in the current folder" in checks["configuration"][0]["message"]
    assert len(checks["meter"]) == 2
    assert any("Gas: Octopus lists no meter" in each["message"] for each in checks["readings"])
    assert sorted(api.asked) == ["A%2F1", "OLD", "account"]
    assert before == {
        path: path.read_bytes() for path in octoterm.home.rglob("*") if path.is_file()
    }


@pytest.mark.usefixtures("server")
def test_a_line_for_each_check_says_what_to_do(octoterm: CommandLine, api: DatedApi) -> None:
    api.instead = Response.json({"detail": "Invalid API key."}, 401)
    result = octoterm("doctor")
    assert result.exit_code == 1
    assert "FAIL  account" in result.out
    assert "FAIL  API key" in result.out
    assert "Make a new one" in result.out
    assert KEY not in result.out


def test_without_a_network_readings_cannot_come(octoterm: CommandLine) -> None:
    octoterm.configure({**CONFIG, "url": "http://127.0.0.1:9"})
    result = octoterm("doctor", "--json")
    assert result.exit_code == 1
    assert "was not checked" in found(result)["clock"][0]["message"]
    offline = octoterm("doctor", "--offline", "--json")
    assert offline.exit_code == 0
    assert not {"account", "API key", "meter", "clock"} & found(offline).keys()
    (unknown,) = found(offline)["readings"]
    assert (unknown["status"], "`octoterm sync`" in unknown["remedy"]) == ("warn", True)


def test_a_meter_that_is_not_known_fails_but_one_that_was_replaced_does_not(
    octoterm: CommandLine, api: DatedApi, server: Loopback
) -> None:
    octoterm("sync")
    api.unknown = {"OLD"}
    assert octoterm("doctor").exit_code == 0
    api.unknown = {"A%2F1"}
    result = octoterm("doctor", "--json")
    assert result.exit_code == 1
    assert [each["status"] for each in found(result)["meter"]] == ["ok", "FAIL"]
    assert server.requests


@pytest.mark.usefixtures("server")
def test_an_account_that_is_known_already_is_no_failure(
    octoterm: CommandLine, api: DatedApi
) -> None:
    octoterm("sync")
    api.instead = Response.html(502)
    result = octoterm("doctor", "--json")
    assert result.exit_code == 0
    assert found(result)["account"][0]["status"] == "warn"


@pytest.mark.parametrize(
    ("ahead", "words"),
    [(0.0, "is right"), (3600.0, "60 minutes behind"), (-600.0, "10 minutes ahead")],
)
@pytest.mark.usefixtures("server")
def test_the_clock_is_compared_with_the_servers(
    octoterm: CommandLine, api: DatedApi, ahead: float, words: str
) -> None:
    api.ahead = ahead
    (clock,) = found(octoterm("doctor", "--json"))["clock"]
    assert words in clock["message"]
    assert clock["status"] == ("warn" if ahead else "ok")


# The configuration


def test_a_configuration_that_is_missing_or_wrong_fails(octoterm: CommandLine) -> None:
    for content in (None, {"apikey": KEY, "mpan": "1"}, {**CONFIG, "account": "nonsense"}):
        if content is not None:
            octoterm.configure(content)
        result = octoterm("doctor", "--json")
        assert result.exit_code == 1
        (finding,) = found(result)["configuration"]
        assert finding["status"] == "FAIL"
        assert {"data folder", "terminal", "versions"} <= found(result).keys()


def test_it_says_why_a_configuration_was_read_and_what_is_odd_in_it(
    octoterm: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = octoterm.configure({**CONFIG, "day_strat": "03:00"}, "mine.json")
    path.chmod(0o644)
    result = octoterm("doctor", "--offline", "--json", "--config", "mine.json")
    checks = found(result)
    assert result.exit_code == 0
    assert "--config names it" in checks["configuration"][0]["message"]
    assert 'did you mean "day_start"' in checks["settings"][0]["message"]
    assert checks["permissions"][0]["status"] == "warn"
    assert "chmod 600" in checks["permissions"][0]["remedy"]
    monkeypatch.setenv("OCTOTERM_CONFIG", str(path))
    assert "$OCTOTERM_CONFIG" in octoterm("doctor", "--offline").out


def test_the_usual_place_is_named(octoterm: CommandLine) -> None:
    usual = Folders.of_user().config_file
    usual.parent.mkdir(parents=True)
    octoterm.configure(CONFIG).rename(usual)
    assert "it is the usual one" in octoterm("doctor", "--offline").out


def test_a_gas_meter_of_which_nobody_said_what_it_counts_in_is_a_warning(
    octoterm: CommandLine,
) -> None:
    know(Folders.of_user().state, home(gas_points=(gas("3000000017"),)))
    octoterm.configure(CONFIG)
    (finding,) = offline(octoterm)["gas unit"]
    assert finding["status"] == "warn"
    assert '"meters": [{"mprn": "3000000017", "unit": "m3"}]' in finding["remedy"]
    for said in ({"unit": "kWh"}, {"meters": [{"mprn": "3000000017", "unit": "kWh"}]}):
        octoterm.configure({**CONFIG, **said})
        assert "gas unit" not in offline(octoterm)


def test_what_a_cubic_metre_of_gas_counts_as_is_told(octoterm: CommandLine) -> None:
    know(Folders.of_user().state, home(gas_points=(gas("3000000017"),)))
    dated = [{"from": "2024-01-01", "value": 39.1}, {"from": "2024-02-01", "value": 39.6}]
    for said, words in (
        ({}, "11.22 kWh, at a calorific value of 39.5 MJ/m³, which is assumed"),
        ({"calorific_value": 39.5}, "11.22 kWh, at a calorific value of 39.5 MJ/m³"),
        ({"calorific_values": dated}, "11.11–11.25 kWh, by calorific values of 39.1–39.6 MJ/m³"),
    ):
        octoterm.configure({**CONFIG, "unit": "m3", **said})
        (finding,) = offline(octoterm)["gas unit"]
        assert (finding["status"], finding["message"]) == ("ok", f"Gas: 1 m³ counts as {words}")


# Files


def offline(octoterm: CommandLine) -> dict[str, list[dict[str, str]]]:
    return found(octoterm("doctor", "--offline", "--json"))


def test_lines_that_are_none_are_told_with_how_to_mend_them(octoterm: CommandLine) -> None:
    octoterm.configure()
    rows = readings(half_hours("2024-03-01T00:00Z", "2024-03-02T00:00Z"))
    octoterm.store([*rows, rows[3], "rubbish"])
    (file,) = offline(octoterm)["file"]
    assert file["status"] == "warn"
    assert "1 unreadable line, 1 double" in file["message"]
    assert '`octoterm check --fix --meter "Electricity"`' in file["remedy"]


def test_a_file_that_holds_something_else_fails(octoterm: CommandLine) -> None:
    octoterm.configure()
    (octoterm.here / "readings.csv").write_text("Name,Age\nAnn,40\n")
    result = octoterm("doctor", "--offline", "--json")
    assert result.exit_code == 1
    assert found(result)["file"][0]["status"] == "FAIL"


def test_how_old_the_readings_are_and_how_old_is_usual(octoterm: CommandLine) -> None:
    octoterm.configure()
    starts = half_hours("2024-03-01T00:00Z", "2024-03-02T00:00Z")
    octoterm.store(readings(starts))
    (age,) = offline(octoterm)["last reading"]
    assert age["status"] == "warn"
    assert "to 1 Mar 2024 24:00" in age["message"]
    assert "how late is usual is not known yet (0 of 3 syncs" in age["message"]
    from octoterm.config import reader

    folders = Folders.of_user()
    (meter,) = reader.read(octoterm.here / "config.json", folders, {}).meters
    for hours in (30, 36, 40):
        end = starts[-1] + 1800
        entry = SyncEntry(end + hours * 3600, 48, 0, 0, 0, last=starts[-1])
        write_log(folders.state, meter, entry)
    assert "36 hours is usual" in offline(octoterm)["last reading"][0]["message"]


def test_old_gaps_are_no_warning(octoterm: CommandLine) -> None:
    octoterm.configure()
    starts = half_hours("2024-03-01T00:00Z", "2024-03-02T00:00Z")
    octoterm.store(readings(starts[:10] + starts[14:]))
    (gaps,) = offline(octoterm)["gaps"]
    assert (gaps["status"], gaps["message"]) == (
        "ok",
        "Electricity: 4 missing half hours, 1 gap, all of them old",
    )


# The report


@pytest.mark.usefixtures("server")
def test_a_report_names_nobody(octoterm: CommandLine, api: DatedApi) -> None:
    settings = {"mpan": IMPORT, "name": "Ann's House", "csv": "Ann/Annie.csv"}
    config = json.loads((octoterm.here / "config.json").read_text())
    octoterm.configure({**config, "meters": [settings]})
    octoterm("sync")
    api.unknown = {"A%2F1"}
    for options in (("--report",), ("--report", "--json")):
        said = octoterm("doctor", *options).out
        for private in (KEY, NUMBER, "1A2B3C4D", IMPORT, "OLD", "A_1", "Ann", str(octoterm.home)):
            assert private not in said, said
        assert str(octoterm.here) not in said
        for stand_in in ("MPAN-1", "SERIAL-1.1", "meter 1", "~", "folder-2/file-1.2.csv"):
            assert stand_in in said
    assert "Ann's House" in octoterm("doctor").out


@pytest.mark.usefixtures("server")
def test_a_report_names_no_folder_that_somebody_chose(octoterm: CommandLine) -> None:
    chosen = octoterm.here / "ann-smith" / "octoterm"
    chosen.mkdir(parents=True)
    moved = (octoterm.here / "config.json").rename(chosen / "config.json")
    config = json.loads(moved.read_text())
    moved.write_text(
        json.dumps({**config, "meters": [{"mpan": IMPORT, "csv": "electricity.csv"}]})
    )
    for content in (moved.read_text(), "{"):
        moved.write_text(content)
        said = octoterm("doctor", "--offline", "--report", "--config", moved).out
        assert "folder-1/config.json" in said
        assert "ann-smith" not in said
        assert "electricity.csv" not in said
