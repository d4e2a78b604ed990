"""The shell script in the README, with something that can be switched on."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from tests.conftest import CommandLine
from tests.support import REPOSITORY
from tests.support.asking_prices import AGILE, TOMORROW, TONIGHT, sell, supplier, usual
from tests.support.docs_page import examples
from tests.support.households import utc
from tests.support.loopback import KEY, loopback
from tests.support.supplier_api import SupplierApi

NOW = utc("2024-01-09T21:00+00:00")
CHEAP = utc("2024-01-10T02:30+00:00")

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the date of GNU is needed")


@pytest.fixture
def api() -> SupplierApi:
    return supplier()


class Script:
    """The script, on a machine whose clock stands still."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "script.sh"
        (script,) = examples("README", "sh")
        self.path.write_text(script)
        started = (
            f"import sys, time; time.time = lambda: {NOW}.0; sys.path.insert(0, '{REPOSITORY}'); "
            "from octoterm.__main__ import main; sys.exit(main(sys.argv[1:]))"
        )
        self._command("octoterm", f'exec "{sys.executable}" -c "{started}" "$@"')
        self._command("date", f'[ "$1" = +%s ] && echo {NOW} || exec /bin/date "$@"')
        self._command("sleep", f'echo "sleep $1" >> "{folder}/done"')
        self._command("switch-on", f'echo "switch-on $*" >> "{folder}/done"')

    def _command(self, name: str, content: str) -> None:
        commands = self.folder / "bin"
        commands.mkdir(exist_ok=True)
        (commands / name).write_text(f"#!/bin/sh\n{content}\n")
        (commands / name).chmod(0o700)

    def run(self) -> tuple[subprocess.CompletedProcess[str], list[str]]:
        """What came of it, and what it did."""
        path = f"{self.folder / 'bin'}:/usr/bin:/bin"
        result = subprocess.run(
            ["sh", str(self.path)],
            env={"PATH": path, "HOME": str(self.folder)},
            capture_output=True,
            text=True,
            check=False,
        )
        done = self.folder / "done"
        return result, done.read_text().splitlines() if done.exists() else []


@pytest.fixture
def script(octoterm: CommandLine, api: SupplierApi) -> Iterator[Script]:
    with loopback(api) as server:
        meter = {"url": server.origin, "apikey": KEY, "mpan": "2000000000001", "serial": "1"}
        own = [{"from": "2020-01-01", "to": None, "tariff": AGILE}]
        octoterm.configure({**meter, "tariffs": own})
        yield Script(octoterm.home)


@pytest.mark.extended
def test_it_waits_for_the_cheapest_hours_and_switches_on(script: Script, api: SupplierApi) -> None:
    cheap = dict.fromkeys(range(CHEAP, CHEAP + 3 * 3600, 1800), Decimal("-1"))
    sell(api, dict.fromkeys(usual(TOMORROW), Decimal(20)) | cheap)
    result, done = script.run()
    assert (result.returncode, result.stderr) == (0, "")
    assert done == [f"sleep {CHEAP - NOW}", "switch-on washing-machine"]


@pytest.mark.slow
def test_it_switches_on_at_once_in_the_running_half_hour(script: Script, api: SupplierApi) -> None:
    sell(api, dict.fromkeys(usual(TOMORROW), Decimal(20)))
    result, done = script.run()
    assert (result.returncode, result.stderr) == (0, "")
    assert done == ["switch-on washing-machine"]


def test_it_switches_nothing_on_before_the_prices_are_published(
    script: Script, api: SupplierApi
) -> None:
    sell(api, usual(TONIGHT))
    result, done = script.run()
    assert (result.returncode, result.stdout, done) == (1, "", [])
    assert "Published up to 9 Jan 2024 23:00" in result.stderr
