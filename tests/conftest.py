"""A command line in an empty home."""

from __future__ import annotations

import argparse
import gc
import json
import os
import signal
import subprocess
import sys
from collections.abc import Generator, Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace

import pytest
from _pytest.runner import runtestprotocol
from hypothesis import given, settings
from hypothesis import strategies as st

from octoterm.__main__ import main
from octoterm.readings_csv.row import Row
from tests.support import REPOSITORY
from tests.support.households import write

# Tests make far more objects than garbage: looking for it took a quarter of their time.
gc.set_threshold(300_000, 100, 1000)
# Each test process, and each program that tests start, need not compile everything once more:
# without compiled files, collecting the tests takes three times as long.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
# argparse looks on the disk for a translation of its every word, whenever it parses.
argparse._ = str  # type: ignore[attr-defined]
# The HTTP client looks for this whenever it takes a lock: without it, through all of sys.path.
if find_spec("sniffio") is None:
    sys.modules["sniffio"] = None  # type: ignore[assignment]
# Under nohup and in the background of a shell these are ignored, and whatever a process starts
# ignores what it ignores, but not what it has a handler for that does nothing.
for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT):
    if signal.getsignal(number) == signal.SIG_IGN:
        signal.signal(number, lambda *_: None)


def pytest_configure(config: pytest.Config) -> None:
    """Try properties on all their examples in a slow run, which has the time. Look for garbage in
    none but that: all of a normal run is less than a gigabyte a process, and a tenth of its time.
    """
    if is_slow(config):
        settings.load_profile("slow")
    else:
        gc.disable()


def is_slow(config: pytest.Config) -> bool:
    return "slow" in config.option.markexpr.replace("not slow", "")


@pytest.hookimpl(tryfirst=True)  # before the tests to be run are chosen by their markers
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Run properties and extended tests in a slow run too, and give slow tests more time."""
    for item in items:
        is_property = getattr(getattr(item, "obj", None), "is_hypothesis_test", False)
        if is_slow(config) and (is_property or item.get_closest_marker("extended")):
            item.add_marker(pytest.mark.slow)
        if item.get_closest_marker("slow") and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(900))


def pytest_collection_finish() -> None:
    """All that was imported and collected stays till the end: it need not be looked through."""
    gc.freeze()
    # The first property of a process looks for garbage, now or among all that tests will leave.
    given(st.none())(lambda _: None)()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """Where tests run in several processes, let each send what came of a test, and not also that
    it begins, is set up, torn down and ends: that was a twentieth of a run. `-n 0` tells all."""
    if not hasattr(item.config, "workerinput"):
        return None
    for report in runtestprotocol(item, log=False, nextitem=nextitem):
        if report.when == "call" or not report.passed:
            item.ihook.pytest_runtest_logreport(report=report)
    return True


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Leave garbage where it is, as the process ends: looking through all that hundreds of
    dashboards left took two seconds. A slow run looks, for files that nobody closed."""
    if not is_slow(session.config):
        gc.freeze()


@pytest.hookimpl(wrapper=True, optionalhook=True)
def pytest_timeout_set_timer(
    settings: SimpleNamespace,
) -> Generator[None, object, object]:
    """Interrupt a test that takes too long again and again: a task may swallow what it raises."""
    is_set = yield
    if settings.method == "signal":
        signal.setitimer(signal.ITIMER_REAL, settings.timeout, 10)
    return is_set


@dataclass(frozen=True)
class Result:
    """What came of a command."""

    exit_code: object
    out: str
    err: str


@dataclass(frozen=True)
class CommandLine:
    """Runs octoterm in the folder `here`, as somebody whose home is `home`."""

    here: Path
    home: Path
    capsys: pytest.CaptureFixture[str]

    def __call__(self, *arguments: object) -> Result:
        self.capsys.readouterr()
        try:
            exit_code: object = main([str(argument) for argument in arguments])
        except SystemExit as leaving:
            exit_code = leaving.code
        out, err = self.capsys.readouterr()
        return Result(exit_code, out, err)

    def start(
        self,
        *arguments: str,
        before: str = "",
        stdout: int = subprocess.PIPE,
        **environ: str,
    ) -> subprocess.Popen[str]:
        """Start it as a process of its own, after the shell commands `before`."""
        command = (sys.executable, "-m", "octoterm", *arguments)
        return subprocess.Popen(
            ["sh", "-c", f'{before}\nexec "$@"', "sh", *command],
            env={**os.environ, "PYTHONPATH": str(REPOSITORY), **environ},
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
        )

    def configure(self, content: object | None = None, name: str = "config.json") -> Path:
        """Write a configuration, by default of one meter whose CSV is `readings.csv`."""
        usual = {
            "url": "https://api.octopus.energy",
            "apikey": "sk_live_secret",
            "mpan": "2000000000001",
            "serial": "21L0000001",
            "csv": "readings.csv",
        }
        path = self.here / name
        path.write_text(json.dumps(usual if content is None else content), encoding="utf-8")
        path.chmod(0o600)
        return path

    def store(self, rows: Iterable[Row | str], name: str = "readings.csv") -> Path:
        """Put rows, or lines that are none, into a CSV file beside the configuration."""
        return write(self.here / name, rows)


@pytest.fixture
def octoterm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> CommandLine:
    for name in list(os.environ):
        if name.startswith(("XDG_", "OCTOTERM_", "PYTHON")):
            monkeypatch.delenv(name)
    here, home = tmp_path / "here", tmp_path / "home"
    here.mkdir()
    home.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setenv("HOME", str(home))
    return CommandLine(here, home, capsys)


@pytest.fixture
def quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that is not waited for, for tests of what is written and not of how safely."""
    monkeypatch.setattr(os, "fsync", lambda _: None)
