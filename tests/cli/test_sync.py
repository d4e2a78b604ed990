"""`octoterm sync`, over real HTTP on this machine."""

from __future__ import annotations

import json
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import CommandLine, Result
from tests.support.households import csv, readings, utc
from tests.support.loopback import (
    KEY,
    KEY_IN_BASIC_AUTH,
    Loopback,
    ReadingsApi,
    Request,
    Response,
    loopback,
    page,
    reading,
)
from tests.support.slow import one_in

STARTS = range(utc("2024-06-01T00:00+01:00"), utc("2024-06-03T00:00+01:00"), 1800)
VALUES: dict[int, object] = dict.fromkeys(STARTS, 0.25)
SENTENCE = "96 new, 0 changed, 0 skipped; readings from 1 Jun 2024 00:00 to 2 Jun 2024 24:00"


@pytest.fixture
def api() -> ReadingsApi:
    return ReadingsApi(dict(VALUES), page_size=40)


@pytest.fixture
def server(api: ReadingsApi, octoterm: CommandLine) -> Iterator[Loopback]:
    with loopback(api) as running:
        configure(octoterm, running)
        yield running


def configure(octoterm: CommandLine, server: Loopback, *names: str) -> None:
    """One account for each name; without names, the simple form."""
    if not names:
        content = json.loads(octoterm.configure().read_text())
        octoterm.configure({**content, "url": server.origin, "apikey": KEY})
        return
    octoterm.configure(
        {
            "accounts": [
                {
                    "name": name,
                    "url": server.meter_url.replace("21L0000001", name),
                    "apikey": KEY,
                    "csv": f"{name}.csv",
                }
                for name in names
            ]
        }
    )


@pytest.mark.usefixtures("server")
def test_a_first_sync_writes_the_csv_and_says_what_came(octoterm: CommandLine) -> None:
    result = octoterm("sync")
    assert (result.exit_code, result.out) == (0, f"Electricity: {SENTENCE}\n")
    expected = csv(readings(list(STARTS)))
    assert (octoterm.here / "readings.csv").read_text() == expected


def test_a_second_sync_brings_only_what_is_new(
    octoterm: CommandLine, server: Loopback, api: ReadingsApi
) -> None:
    octoterm("sync")
    api.values |= {STARTS.stop: 0.5, STARTS[0]: 0.75}
    assert octoterm("sync").out.startswith("Electricity: 1 new, 1 changed, 0 skipped; ")
    assert server.requests[-1].query["order_by"] == "period"


@pytest.mark.extended
def test_full_asks_for_all_history_again(octoterm: CommandLine, server: Loopback) -> None:
    octoterm("sync")
    octoterm("sync")
    short = server.requests[-1].query["period_from"]
    octoterm("sync", "--full")
    assert server.requests[-1].query["period_from"] < short


def test_json_is_a_list_with_one_object_for_each_meter(
    octoterm: CommandLine, server: Loopback
) -> None:
    configure(octoterm, server, "Up", "Down")
    results = json.loads(octoterm("sync", "--json").out)
    keys = ["meter", "file", "new", "changed", "skipped", "first", "last", "error"]
    assert [list(result) for result in results] == 2 * [[*keys, "skipped_by_reason", "original"]]
    assert [result["meter"] for result in results] == ["Up", "Down"]
    assert results[0] == {
        "meter": "Up",
        "file": str(octoterm.here / "Up.csv"),
        "new": 96,
        "changed": 0,
        "skipped": 0,
        "first": "2024-06-01T00:00:00+01:00",
        "last": "2024-06-02T23:30:00+01:00",
        "error": None,
        "skipped_by_reason": {},
        "original": None,
    }


def test_only_the_meter_asked_for_is_synced(octoterm: CommandLine, server: Loopback) -> None:
    configure(octoterm, server, "Up", "Down")
    result = octoterm("sync", "--meter", "down")
    assert result.out == f"Down: {SENTENCE}\n"
    assert not (octoterm.here / "Up.csv").exists()


@pytest.mark.usefixtures("server")
def test_in_a_pipe_each_page_is_a_plain_line(octoterm: CommandLine) -> None:
    assert octoterm("sync").err.splitlines() == [
        "Electricity: 40 readings, back to 2 Jun 2024",
        "Electricity: 80 readings, back to 1 Jun 2024",
        "Electricity: 96 readings, back to 1 Jun 2024",
    ]


@pytest.mark.usefixtures("server")
def test_quiet_prints_nothing_where_nothing_is_wrong(octoterm: CommandLine) -> None:
    assert octoterm("sync", "--quiet") == Result(0, "", "")


@pytest.mark.usefixtures("server")
def test_skipped_readings_are_counted_with_the_reason(
    octoterm: CommandLine, api: ReadingsApi
) -> None:
    api.values |= {STARTS[3]: None, STARTS[4]: None}
    assert "2 skipped (no consumption given: 2); " in octoterm("sync").out


def test_readings_of_other_lengths_are_counted_together_with_an_example(
    octoterm: CommandLine, server: Loopback
) -> None:
    hour = range(STARTS[0], STARTS[0] + 4 * 3600, 3600)
    hourly = [
        reading(start) | {"interval_end": reading(start + 1800)["interval_end"]} for start in hour
    ]
    server.answers = page([*hourly, *(reading(STARTS[-n], -n) for n in (1, 2, 3))])
    configure(octoterm, server, "Up")
    out = octoterm("sync").out
    assert "7 skipped (not 30 minutes: 4, negative: 3); none of its readings can be used" in out
    assert "Up: skipped, for example, ‘2024-06-01T00:00:00+01:00’ to ‘2024-06-01T01:00:00" in out
    result = json.loads(octoterm("sync", "--json").out)[0]
    assert result["skipped_by_reason"] == {"not 30 minutes": 4, "negative": 3}


@pytest.mark.usefixtures("server")
def test_a_file_of_which_no_line_can_be_read_is_told_from_one_of_nothing(
    octoterm: CommandLine, api: ReadingsApi
) -> None:
    api.values.clear()
    octoterm.store(["2024-04-01 00:00:00,2024-04-01 00:30:00,0.1"] * 3)
    assert "None of the 3 lines of its file can be read" in octoterm("sync").out


@pytest.mark.usefixtures("server")
def test_a_file_of_another_form_is_kept_as_it_was_and_that_is_said(octoterm: CommandLine) -> None:
    path = octoterm.here / "readings.csv"
    was = "Start,End,Wh\n2024-05-30T00:00:00Z,2024-05-30T00:30:00Z,250\n"
    path.write_text(was)
    kept = path.with_name("readings.csv.original")
    out = octoterm("sync").out
    assert out.splitlines()[1:] == [
        f"Electricity: its file had another format; the original is kept as {kept}"
    ]
    assert kept.read_text() == was
    assert len(octoterm("sync").out.splitlines()) == 1
    path.write_text(was)
    assert json.loads(octoterm("sync", "--json").out)[0]["original"] == f"{kept}-2"


@pytest.mark.usefixtures("server")
def test_a_meter_without_readings_is_no_failure(octoterm: CommandLine, api: ReadingsApi) -> None:
    api.values.clear()
    result = octoterm("sync")
    assert result.exit_code == 0
    assert result.out == (
        "Electricity: 0 new, 0 changed, 0 skipped; Octopus has no readings for it\n"
    )
    for command in ("summary", "check", "trends", "profile"):
        said = "Octopus has no readings for Electricity: the last sync brought none."
        assert said in octoterm(command).out


# Failures


def test_a_meter_that_fails_does_not_stop_the_others(
    octoterm: CommandLine, server: Loopback, api: ReadingsApi
) -> None:
    configure(octoterm, server, "Up", "Down")
    gone = Response.json({"detail": "Not found."}, 404)
    server.answers = lambda request: gone if "/Up/" in request.path else api(request)
    result = octoterm("sync")
    assert result.exit_code == 1
    assert result.out == f"Down: {SENTENCE}\n"
    assert "octoterm: Up: " in result.err
    assert "saved before" not in result.err
    first, second = json.loads(octoterm("sync", "--json").out)
    assert first["error"]
    assert first["first"] is None
    assert second["error"] is None


def test_a_wrong_key_is_exit_code_1_and_shows_nowhere(
    octoterm: CommandLine, server: Loopback
) -> None:
    server.answers = Response.json({"detail": f"Invalid API key {KEY}."}, 401)
    for arguments in ((), ("--json",), ("--quiet",)):
        result = octoterm("sync", *arguments)
        assert result.exit_code == 1
        assert result.err.startswith("octoterm: Electricity: ")
        assert (result.out == "") is (arguments != ("--json",))
        assert KEY not in result.out + result.err


@pytest.mark.usefixtures("server")
def test_what_was_saved_before_the_fault_stays(octoterm: CommandLine, api: ReadingsApi) -> None:
    api.instead[1] = Response.json({"detail": "Not found."}, 404)
    result = octoterm("sync")
    assert result.exit_code == 1
    assert result.out == "", "what failed has no line of success"
    *_, told = result.err.splitlines()
    assert told.startswith("octoterm: Electricity: Octopus does not know this meter")
    assert told.endswith(" 40 readings were saved before that.")
    assert (octoterm.here / "readings.csv").read_text().count("\n") == 41


def test_readings_are_said_to_be_safe_only_if_there_are_any(
    octoterm: CommandLine, server: Loopback
) -> None:
    brought, server.answers = server.answers, Response.json({"detail": "No."}, 401)
    assert "safe" not in octoterm("sync").err
    server.answers = brought
    assert octoterm("sync").exit_code == 0
    server.answers = Response.json({"detail": "No."}, 401)
    assert octoterm("sync").err.endswith(" Stored readings are safe.\n")


def test_a_file_that_cannot_be_written_outweighs_a_fault_of_the_network(
    octoterm: CommandLine, server: Loopback, api: ReadingsApi
) -> None:
    configure(octoterm, server, "Up", "Down")
    (octoterm.here / "Down.csv").mkdir()
    gone = Response.json({"detail": "Not found."}, 404)
    server.answers = lambda request: gone if "/Up/" in request.path else api(request)
    result = octoterm("sync")
    assert result.exit_code == 3
    assert len(result.err.splitlines()) == 2


def test_a_sync_without_a_configuration_is_exit_code_2(octoterm: CommandLine) -> None:
    result = octoterm("sync")
    assert (result.exit_code, result.out) == (2, "")
    assert "`octoterm init`" in result.err


@pytest.mark.slow
def test_the_demo_syncs_too(octoterm: CommandLine) -> None:
    result = octoterm("sync", "--demo", "--meter", "gas")
    assert result.exit_code == 0
    assert result.out.startswith("Gas: 52,")


# Signals


class SlowSecondPage:
    """The first page comes at once; then an answer drips until the client goes away."""

    def __init__(self) -> None:
        self.asked_again = threading.Event()
        self.requests = 0

    def __call__(self, request: Request) -> Response:
        self.requests += 1
        if self.requests == 1:
            following = f"http://{request.headers['host']}{request.path}?page=2"
            return page([reading(start) for start in reversed(STARTS)], following)
        self.asked_again.set()
        return Response(trickles=True, headers={"Content-Length": "100000"})


@pytest.fixture
def slow(octoterm: CommandLine) -> Iterator[SlowSecondPage]:
    answers = SlowSecondPage()
    with loopback(answers) as running:
        configure(octoterm, running)
        yield answers


@pytest.mark.extended
@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="there is no /proc")
def test_the_key_is_not_among_what_others_may_see_of_the_process(
    octoterm: CommandLine, slow: SlowSecondPage
) -> None:
    everything = {"PYTHONASYNCIODEBUG": "1", "PYTHONDEVMODE": "1", "PYTHONWARNINGS": "ignore"}
    with octoterm.start("sync", "--json", **everything) as process:
        assert slow.asked_again.wait(30)
        seen = [Path(f"/proc/{process.pid}/{each}").read_bytes() for each in ("cmdline", "comm")]
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=30)
    assert b"octoterm" in seen[0]
    for secret in (KEY, KEY_IN_BASIC_AUTH):
        assert secret.encode() not in b"".join(seen)
        assert secret not in out + err


@pytest.mark.extended
@pytest.mark.parametrize(
    "number", one_in(3, [(signal.SIGTERM,), (signal.SIGHUP,), (signal.SIGINT,)])
)
def test_a_signal_ends_a_sync_in_order_and_what_was_saved_stays(
    octoterm: CommandLine, slow: SlowSecondPage, number: signal.Signals
) -> None:
    with octoterm.start("sync") as process:
        assert slow.asked_again.wait(30)
        while not (octoterm.here / "readings.csv").exists():  # asked again ahead of saving
            assert process.poll() is None
        process.send_signal(number)
        out, err = process.communicate(timeout=30)
    assert process.returncode == 128 + number
    assert "Traceback" not in out + err
    assert (octoterm.here / "readings.csv").read_text().count("\n") == 97
    left = {path.name for path in octoterm.here.iterdir()} - {"config.json", "readings.csv"}
    assert not [name for name in left if not name.endswith(".lock")]
