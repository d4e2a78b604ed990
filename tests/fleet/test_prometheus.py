"""What Prometheus and its node exporter make of the OpenMetrics."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.conftest import CommandLine
from tests.fleet.homes import homes
from tests.fleet.servers import free_address, program, running
from tests.support.docs_page import examples
from tests.support.shell import Shell

pytestmark = pytest.mark.slow


@pytest.fixture
def metrics(octoterm: CommandLine) -> tuple[str, dict[str, int]]:
    """The text, and the Wh of each meter."""
    totals = homes(octoterm.here, 3, "2024-03-01T00:00Z", "2024-03-10T00:00Z")
    text = octoterm("export", "--format", "openmetrics").out
    return text, {meter: sum(months.values()) for meter, months in totals.items()}


def sums_in(text: str) -> dict[str, int]:
    found = re.findall(r'octoterm_kwh_stored\{.*?meter="([^"]+)".*?\} (\S+)', text)
    return {meter: round(1000 * float(value)) for meter, value in found}


def test_the_node_exporter_passes_it_on(
    metrics: tuple[str, dict[str, int]], tmp_path: Path
) -> None:
    _, totals = metrics
    folder = tmp_path / "textfile"
    folder.mkdir()
    (script,) = examples("FLEET", "sh", "Prometheus")
    Shell(tmp_path / "home").run(script.replace("/var/lib/prometheus/node-exporter", str(folder)))
    assert [each.name for each in folder.iterdir()] == ["octoterm.prom"]
    address = free_address()
    command = [
        program("prometheus-node-exporter", "prometheus-node-exporter"),
        "--collector.disable-defaults",
        "--collector.textfile",
        f"--collector.textfile.directory={folder}",
        f"--web.listen-address={address}",
    ]
    log = tmp_path / "log"
    with running(command, f"http://{address}/", log), urlopen(f"http://{address}/metrics") as told:
        passed_on = told.read().decode()
    assert sums_in(passed_on) == totals
    assert "node_textfile_scrape_error 0" in passed_on


def test_promtool_finds_nothing_wrong(metrics: tuple[str, dict[str, int]]) -> None:
    promtool = program("promtool", "prometheus")
    text, _ = metrics
    checked = subprocess.run(
        [promtool, "check", "metrics"], input=text, capture_output=True, text=True
    )
    assert (checked.returncode, checked.stderr) == (0, "")
