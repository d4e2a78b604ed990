"""DuckDB and Spark read octoterm's CSV files in place: the same monthly totals."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import CommandLine
from tests.fleet.homes import homes
from tests.support.docs_page import examples

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default")]

METERS = 5
SINCE, UNTIL = "2023-01-01T00:00Z", "2024-04-01T00:00+01:00"
"""Over three changes of the clocks."""

Totals = dict[tuple[str, str], int]


@pytest.fixture
def totals(octoterm: CommandLine) -> Totals:
    """(Meter, month) → Wh, as `octoterm summary` prints them, and as plain arithmetic has them."""
    plain = homes(octoterm.here, METERS, SINCE, UNTIL)
    printed = {}
    for meter in plain:
        for month in json.loads(octoterm("summary", "--meter", meter, "--json").out):
            printed[meter, month["start"][:7]] = round(1000 * month["kwh"])
    assert printed == {
        (meter, month): wh for meter, months in plain.items() for month, wh in months.items()
    }
    return printed


def test_duckdb(totals: Totals, octoterm: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    duckdb = pytest.importorskip("duckdb", reason="DuckDB is not installed")
    (query,) = examples("FLEET", "sql")
    monkeypatch.chdir(octoterm.here)
    rows = duckdb.sql(query).fetchall()
    assert {(meter, f"{month:%Y-%m}"): round(1000 * kwh) for meter, month, kwh in rows} == totals


def test_spark(totals: Totals, octoterm: CommandLine) -> None:
    pytest.importorskip("pyspark", reason="pyspark is not installed")
    if shutil.which("java") is None:
        pytest.skip("Java is not installed")
    (script,) = examples("FLEET", "python")
    path = octoterm.here / "totals.py"
    path.write_text(script)
    done = subprocess.run(
        [sys.executable, path], cwd=octoterm.here, capture_output=True, text=True,
        env={**os.environ, "SPARK_LOCAL_IP": "127.0.0.1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    rows = re.findall(r"\|(\S+)\s*\|(\d{4}-\d\d)-\d\d 00:00:00\|([\d.]+)\s*\|", done.stdout)
    assert {(meter, month): round(1000 * float(kwh)) for meter, month, kwh in rows} == totals


def test_the_parquet_has_each_half_hour_once_in_kwh(
    totals: Totals, octoterm: CommandLine, tmp_path: Path
) -> None:
    duckdb = pytest.importorskip("duckdb", reason="DuckDB is not installed")
    path = tmp_path / "x.parquet"
    words = "export", "--format", "parquet"
    with path.open("wb") as file, octoterm.start(*words, stdout=file.fileno()) as process:
        assert process.wait() == 0
    rows = duckdb.sql(
        "SELECT meter, strftime(\"start\" AT TIME ZONE 'Europe/London', '%Y-%m'), sum(kwh) "
        f"FROM '{path}' GROUP BY ALL"
    ).fetchall()
    assert {(meter, month): round(1000 * kwh) for meter, month, kwh in rows} == totals
