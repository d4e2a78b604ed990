"""Every fault of the table, at the first, a middle and the last request of `octoterm sync`."""

from __future__ import annotations

import json
import logging
from base64 import b64encode
from collections import Counter
from collections.abc import AsyncGenerator, Iterator
from urllib.parse import quote

import pytest

from octoterm.cli import sync as command
from octoterm.errors import ApiError
from octoterm.octopus import client
from octoterm.sync.events import Event, Finished
from octoterm.sync.readings import sync_all
from tests.conftest import CommandLine, Result
from tests.support.faults import FAULTS, Fault, Trouble, troubled
from tests.support.households import csv, half_hours, readings
from tests.support.loopback import KEY, ReadingsApi, loopback
from tests.support.slow import one_in

STARTS = half_hours("2024-06-01T00:00+01:00", "2024-06-03T12:00+01:00")
PAGE, PAGES = 40, 3
FIRST, MIDDLE, LAST = 0, 1, PAGES - 1
TURNS = [
    (fault, turn)
    for fault in FAULTS
    for turn in ((FIRST,) if fault.only_first else (FIRST, MIDDLE, LAST))
]
ONE_TURN_EACH = [
    (fault, FIRST if fault.only_first else (FIRST, MIDDLE, LAST)[at % 3])
    for at, fault in enumerate(FAULTS)
]
SPELLINGS = [
    KEY,
    quote(KEY, safe=""),
    b64encode(f"{KEY}:".encode()).decode(),
    b64encode(KEY.encode()).decode().rstrip("="),
]


class Watched(bytearray):
    """Notes the most that was ever held of one answer."""

    most = 0

    def __iadd__(self, more: bytes) -> Watched:
        super().__iadd__(more)
        Watched.most = max(Watched.most, len(self))
        return self


class Run:
    """`octoterm sync` in an empty home, where nothing is waited for."""

    def __init__(
        self, octoterm: CommandLine, patch: pytest.MonkeyPatch, log: pytest.LogCaptureFixture
    ) -> None:
        self.octoterm = octoterm
        self.patch = patch
        self.log = log
        self.slept: list[float] = []
        self.events: list[Event] = []

    def __call__(self, trouble: Trouble, *arguments: str) -> Result:
        async def sleep(seconds: float) -> None:
            self.slept.append(seconds)

        async def heard(*given: object, **more: object) -> AsyncGenerator[Event, None]:
            async for event in sync_all(*given, sleep=sleep, **more):  # type: ignore[arg-type]
                self.events.append(event)
                yield event

        Watched.most = 0
        self.patch.setattr(command, "sync_all", heard)
        self.patch.setattr(client, "bytearray", Watched, raising=False)
        self.configure(trouble.server.origin)
        return self.octoterm("sync", *arguments)

    def configure(self, origin: str) -> None:
        content = json.loads(self.octoterm.configure().read_text())
        self.octoterm.configure({**content, "url": origin, "apikey": KEY})

    @property
    def error(self) -> ApiError:
        (finished,) = (event for event in self.events if isinstance(event, Finished))
        assert isinstance(finished.error, ApiError)
        return finished.error

    @property
    def csv(self) -> str:
        path = self.octoterm.here / "readings.csv"
        return path.read_text() if path.exists() else ""

    def written(self) -> Iterator[str]:
        """All that is in files and their names, but for the configuration."""
        for path in sorted(self.octoterm.here.parent.rglob("*")):
            yield str(path)
            if path.is_file() and path.name != "config.json":
                yield path.read_text()


@pytest.fixture
def run(
    octoterm: CommandLine, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> Run:
    for name in ("", "httpx", "httpcore", "asyncio"):
        caplog.set_level(logging.DEBUG, name)
    return Run(octoterm, monkeypatch, caplog)


def holds(run: Run, fault: Fault, turn: int, *arguments: str) -> None:
    """What octoterm promises, whatever the fault."""
    api_ = ReadingsApi(dict.fromkeys(STARTS, 0.25), page_size=PAGE)
    with troubled(fault, api_, turn, run.patch) as trouble:
        result = run(trouble, *arguments)
        requests, sent = trouble.server.requests, trouble.server.sent

    # It says what is wrong and what to do, and is not taken for a success.
    assert result.exit_code == 1
    assert type(run.error) is fault.error
    assert run.error.title
    assert run.error.remedy
    assert fault.words in str(run.error)
    pages = turn + fault.saves
    saved = sorted(STARTS)[-pages * PAGE :] if pages else []
    came = f" {len(saved)} readings were saved before that." if saved else ""
    assert result.err.splitlines()[-1] == f"octoterm: Electricity: {run.error}{came}"
    if "--json" in arguments:
        assert [each["error"] for each in json.loads(result.out)] == [str(run.error)]
    else:
        assert result.out == ""
    assert "Traceback" not in result.out + result.err
    assert str(run.error).isprintable()
    assert len(str(run.error)) < 400

    # It gives up in time, and leaves the API alone.
    assert len(requests) == turn + fault.tries
    assert max(Counter(request.target for request in requests).values(), default=0) <= 4
    assert all(seconds <= 30 for seconds in run.slept)
    assert len(run.slept) <= 3
    assert Watched.most < 10_100_000, "a piece of what the connection brought may be over it"
    assert sent < 40_000_000, "what the connection's buffers hold was on its way already"

    # What was saved before stays, whole pages of it.
    assert run.csv == (csv(readings(saved)) if saved else "")

    # The key went nowhere else.
    assert trouble.elsewhere.requests == []
    shown = "\n".join((result.out, result.err, run.log.text, repr(run.events), *run.written()))
    for spelling in (*SPELLINGS, KEY[:13]):
        assert spelling.lower() not in shown.lower()


@pytest.mark.parametrize(("fault", "turn"), one_in(4, ONE_TURN_EACH), ids=str)
def test_a_fault_harms_nothing_and_is_told(run: Run, fault: Fault, turn: int) -> None:
    holds(run, fault, turn, "--json")


@pytest.mark.slow
@pytest.mark.parametrize("arguments", [(), ("--json",), ("--quiet",)], ids=str)
@pytest.mark.parametrize(("fault", "turn"), TURNS, ids=str)
def test_no_fault_anywhere_harms_anything(
    run: Run, fault: Fault, turn: int, arguments: tuple[str, ...]
) -> None:
    holds(run, fault, turn, *arguments)
    with loopback(ReadingsApi(dict.fromkeys(STARTS, 0.25), page_size=PAGE)) as healed:
        run.configure(healed.origin)
        assert run.octoterm("sync").exit_code == 0
    assert run.csv == csv(readings(STARTS))
