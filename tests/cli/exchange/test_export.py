"""`octoterm export`: every half hour, for other programs."""

from __future__ import annotations

import gzip
import io
import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from octoterm.export.stream import push
from octoterm.storage.folders import Folders
from tests.conftest import CommandLine
from tests.support.accounts import electricity
from tests.support.accounts import home as account
from tests.support.docs_page import arguments, each_example
from tests.support.households import half_hours, london_day, reading, readings
from tests.support.known_accounts import NUMBER, know

STARTS = half_hours("2024-03-30T00:00Z", "2024-04-02T00:00Z")


@pytest.fixture
def home(octoterm: CommandLine) -> CommandLine:
    octoterm.configure()
    octoterm.store(readings(STARTS))
    return octoterm


def objects(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def in_a_file(home: CommandLine, path: Path, *words: str) -> int:
    """Run it as a process whose output is a file; its exit code."""
    with path.open("wb") as file, home.start(*words, stdout=file.fileno()) as process:
        return process.wait()


def test_every_half_hour_is_written_once_in_order(home: CommandLine) -> None:
    for option in ("--json", "--format=json", "--format=jsonl"):
        found = objects(home("export", option).out)
        assert len(found) == len(STARTS)
        assert found[0] == {
            "meter": "Electricity",
            "start": "2024-03-30T00:00:00Z",
            "end": "2024-03-30T00:30:00Z",
            "kwh": 0.25,
        }


def test_days_are_londons(home: CommandLine) -> None:
    found = objects(home("export", "--json", "--from", "2024-03-31", "--to", "2024-03-31").out)
    assert len(found) == len(london_day(date(2024, 3, 31))) == 46
    assert (found[0]["start"], found[-1]["end"]) == (
        "2024-03-31T00:00:00Z",
        "2024-03-31T23:00:00Z",
    )


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (("--from", "9999-01-01"), "no readings from 1 Jan 9999 on."),
        (("--from", "9999-12-31", "--to", "9999-12-31"), "from 31 Dec 9999 to 31 Dec 9999."),
        (("--to", "2024-03-29"), "no readings up to 29 Mar 2024."),
        (("--to", "0001-01-01"), "no readings up to 1 Jan 1."),
        (("--in", "cost", "--from", "2024-04-02"), "readings with a price from 2 Apr 2024 on."),
        (("--from", "2024-04-02", "--since-last", "ha"), ""),
        (("--from", "2024-03-31"), ""),
        (("--to", "9999-12-31"), ""),
    ],
)
def test_days_without_readings_are_said(
    home: CommandLine, days: tuple[str, ...], said: str
) -> None:
    result = home("export", *days)
    assert result.exit_code == 0
    assert result.err.endswith(f"{said}\n" if said else "")
    assert bool(result.err) == bool(said)
    assert not (result.out and said)


def test_rows_in_any_order_and_twice_are_put_right(home: CommandLine) -> None:
    rows = [reading(start) for start in reversed(STARTS)]
    home.store([*rows, reading(STARTS[5], 0.5)])
    found = objects(home("export", "--json").out)
    assert [each["start"] for each in found] == sorted(str(each["start"]) for each in found)
    assert len(found) == len(STARTS)
    assert found[5]["kwh"] == 0.5


def test_readings_that_go_back_between_two_pieces_of_the_file_are_put_right(
    home: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("octoterm.storage.text_pieces.PIECE", 64)  # bytes: about a line
    home.store([reading(start) for start in (*STARTS[70:], *STARTS[:70])])
    found = home("export").out.splitlines()[1:]
    assert found == sorted(found)
    assert len(found) == len(STARTS)


def test_days_of_costs_begin_at_midnight_and_those_of_readings_when_the_household_says(
    octoterm: CommandLine,
) -> None:
    meter = {"apikey": "k", "mpan": "2000000000001", "serial": "21L", "csv": "readings.csv"}
    tariff = {"from": "2023-01-01", "unit_rate": 20, "standing_charge": 50, "vat_included": True}
    octoterm.configure({**meter, "tariffs": [tariff], "day_start": "03:00"})
    octoterm.store(readings(STARTS))
    day = ("--from", "2024-03-30", "--to", "2024-03-30", "--json")
    assert objects(octoterm("export", *day).out)[0]["start"] == "2024-03-30T03:00:00Z"
    first, *others = objects(octoterm("export", "--in", "cost", *day).out)
    assert (first["start"], first["pence"], len(others)) == ("2024-03-30T00:00:00Z", 5.0, 47)


def test_gas_in_cubic_metres_is_exported_in_kwh(octoterm: CommandLine) -> None:
    gas = {"mprn": "3000000017", "serial": "G4", "unit": "m3", "calorific_value": 39.5}
    octoterm.configure({"apikey": "k", "csv": "gas.csv", **gas})
    octoterm.store([reading(STARTS[0], 0.1)], "gas.csv")
    (found,) = objects(octoterm("export", "--json").out)
    assert found["kwh"] == round(0.1 * 1.02264 * 39.5 / 3.6, 6) == 1.122063


def test_gas_by_calorific_values_and_costs_are_rounded_too(octoterm: CommandLine) -> None:
    values = [{"from": "2024-01-01", "value": 39.5}, {"from": "2024-03-31", "value": 38.123}]
    tariff = {"from": "2023-01-01", "unit_rate": 6.04, "standing_charge": 30, "vat_included": True}
    gas = {"mprn": "3000000017", "serial": "G4", "unit": "m3", "calorific_values": values}
    octoterm.configure({"apikey": "k", "csv": "gas.csv", **gas, "tariffs": [tariff]})
    octoterm.store([reading(STARTS[0], 0.1), reading(STARTS[-1], 0.1)], "gas.csv")
    kwh = [1.122063, round(0.1 * 1.02264 * 38.123 / 3.6, 6)]
    assert [each["kwh"] for each in objects(octoterm("export", "--json").out)] == kwh
    costs = objects(octoterm("export", "--in", "cost", "--json").out)
    assert [each["pence"] for each in costs] == [round(6.04 * each, 4) for each in kwh]


def test_net_use_is_rounded_as_the_readings_that_it_is_made_of(octoterm: CommandLine) -> None:
    octoterm.configure({"apikey": "k", "account": NUMBER})
    out = [electricity(f"200000000002{n}", f"OUT{n}", is_export=True) for n in (1, 2)]
    know(Folders.of_user().state, account(electricity("2000000000017", "IN1"), *out))
    for name, *kwh in (
        ("2000000000017-IN1", 0.3, 0.3),
        ("2000000000021-OUT1", 0.1, 0.1),
        ("2000000000022-OUT2", 0.2, 0.1),
    ):
        rows = map(reading, STARTS, kwh)
        octoterm.store(rows, f"octopus-{name}.csv")
    found = [each.rpartition(",")[2] for each in octoterm("export", "--meter", "Net").out.split()]
    assert found == ["kwh", "0.0", "0.1"]


def test_a_name_gets_what_it_has_not_had(home: CommandLine) -> None:
    assert len(objects(home("export", "--json", "--since-last", "ha").out)) == len(STARTS)
    again = home("export", "--json", "--since-last", "ha")
    assert (again.exit_code, again.out, again.err) == (0, "", "")
    home.store([*readings(STARTS), reading(STARTS[-1] + 1800)])
    (new,) = objects(home("export", "--json", "--since-last", "ha").out)
    assert new["start"] == "2024-04-02T00:00:00Z"
    assert len(objects(home("export", "--json", "--since-last", "other").out)) > len(STARTS)


def test_a_bookmark_that_is_damaged_is_an_error_with_a_remedy(home: CommandLine) -> None:
    home("export", "--since-last", "ha")
    next(home.home.rglob("ha-kwh.json")).write_text("[]")
    result = home("export", "--since-last", "ha")
    assert (result.exit_code, result.out) == (3, "")
    assert "is damaged. Delete it" in result.err


def test_nothing_is_marked_where_nobody_reads_on(
    home: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Closed(io.RawIOBase):
        def writable(self) -> bool:
            return True

        def write(self, _: object) -> int:
            raise BrokenPipeError

    with monkeypatch.context() as patched:
        patched.setattr(sys, "stdout", io.TextIOWrapper(io.BufferedWriter(Closed(), 1)))
        assert home("export", "--json", "--since-last", "ha").exit_code == 141
    assert len(objects(home("export", "--json", "--since-last", "ha").out)) == len(STARTS)


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("--since-last", "a/b"), "--since-last cannot be ‘a/b’"),
        (("--since-last", "x", "--format", "openmetrics"), "cannot be combined"),
        (("--push", "http://x", "--format", "csv"), "--push sends the line protocol"),
        (("--push", "nowhere"), "address of a server"),
        (("--from", "2024-03-02", "--to", "2024-03-01"), "is after"),
        (("--meter", "nobody's"), "No meter called"),
        (("--format", "parket"), "Did you mean `parquet`?"),
    ],
)
def test_what_does_not_go_together_is_refused(
    home: CommandLine, arguments: tuple[str, ...], why: str
) -> None:
    result = home("export", *arguments)
    assert (result.exit_code, result.out) == (2, "")
    assert why in result.err


@contextmanager
def database(fails_after: int = 10**9) -> Iterator[tuple[str, list[str]]]:
    """A server that takes lines, but for the requests after the first ones."""
    taken: list[str] = []

    class Takes(BaseHTTPRequestHandler):
        asked = 0

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers["Content-Encoding"] == "gzip":
                body = gzip.decompress(body)
            type(self).asked += 1
            if self.asked > fails_after:
                self.send_response(400)
            else:
                taken.extend(body.decode().splitlines())
                self.send_response(204)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Takes)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/write", taken
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_what_a_server_refused_is_sent_again_next_time(
    home: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(push, "LINES_AT_ONCE", 50)
    with database(fails_after=1) as (url, taken):
        result = home("export", "--push", url, "--since-last", "db")
        assert (result.exit_code, len(taken)) == (1, 50)
        assert "refuses the readings (400)" in result.err
    with database() as (url, taken):
        result = home("export", "--push", url, "--since-last", "db", "--gzip")
        assert (result.exit_code, result.out) == (0, "")
        assert result.err == f"{len(STARTS)} half hours sent.\n"
        assert len(set(taken)) == len(STARTS)
        assert "sk_live" not in "".join(taken)
        assert home("export", "--push", url, "--since-last", "db").err == ""


def test_it_goes_straight_to_the_server_whatever_proxy_the_environment_names(
    home: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(push, "PAUSES", ())
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    with database() as (url, taken):
        assert home("export", "--push", url).exit_code == 0
        assert len(taken) == len(STARTS)


def test_the_dashboard_for_grafana_is_valid(home: CommandLine) -> None:
    board = json.loads(home("export", "--grafana").out)
    expressions = [target["expr"] for panel in board["panels"] for target in panel["targets"]]
    assert all("octoterm_kwh" in each or "octoterm_pence" in each for each in expressions)
    assert len({panel["id"] for panel in board["panels"]}) == len(board["panels"])


def test_parquet_has_typed_times(home: CommandLine) -> None:
    duckdb = pytest.importorskip("duckdb", reason="DuckDB is not installed")
    path = home.here / "x.parquet"
    assert in_a_file(home, path, "export", "--format", "parquet") == 0
    table = duckdb.sql(f"FROM '{path}'")
    assert dict(zip(table.columns, map(str, table.types), strict=True)) == {
        "meter": "VARCHAR",
        "start": "TIMESTAMP WITH TIME ZONE",
        "end": "TIMESTAMP WITH TIME ZONE",
        "kwh": "DOUBLE",
    }
    (total,) = duckdb.sql(f"SELECT count(*), sum(kwh) FROM '{path}'").fetchall()
    assert total == (len(STARTS), pytest.approx(0.25 * len(STARTS)))


@pytest.mark.extended
def test_what_is_compressed_is_the_same(home: CommandLine) -> None:
    path = home.here / "x.gz"
    assert in_a_file(home, path, "export", "--gzip") == 0
    assert gzip.decompress(path.read_bytes()).decode() == home("export").out


@each_example("EXPORT", "command")
def test_the_examples_of_the_page_work(home: CommandLine, example: str, tmp_path: Path) -> None:
    with database() as (url, _):
        words = [url if word.startswith("http://") else word for word in arguments(example)]
        if "--gzip" in words:
            assert in_a_file(home, tmp_path / "x.gz", *words) == 0
            return
        result = home(*words)
    assert result.exit_code == 0
    assert result.out or not {"--push", "cost", "last-month"}.isdisjoint(words)
