"""Values as Parquet, by DuckDB: `meter` VARCHAR, `start` and `end` TIMESTAMPTZ (UTC), the value
DOUBLE. Only this needs DuckDB: `pip install 'octoterm[parquet]'`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from octoterm.errors import UsageError
from octoterm.export.stream.delimited import csv
from octoterm.export.stream.labelled import Labelled

AT_ONCE = 1 << 18
"""Bytes to pass on at a time."""


def parquet(every: Iterable[Labelled], field: str) -> Iterator[bytes]:
    """The bytes of a Parquet file. Raises UsageError without DuckDB."""
    try:
        import duckdb
    except ImportError:
        raise UsageError(
            "Parquet needs DuckDB, which is not installed",
            "Install it with `pip install 'octoterm[parquet]'`, or use --format csv",
        ) from None
    with TemporaryDirectory(prefix="octoterm-parquet-") as folder:
        table, file = Path(folder) / "table.csv", Path(folder) / "table.parquet"
        with table.open("w", encoding="utf-8", newline="") as written:
            written.write(f"meter,start,end,{field}\n")
            rows = csv(every)
            next(rows, None)  # the heading, which is there even without rows
            written.writelines(rows)
        with duckdb.connect() as database:
            database.execute("SET TimeZone = 'UTC'")
            database.execute(
                "COPY (FROM read_csv(?, header = true, columns = {'meter': 'VARCHAR', "
                f"'start': 'TIMESTAMPTZ', 'end': 'TIMESTAMPTZ', '{field}': 'DOUBLE'}})) "
                f"TO '{str(file).replace(chr(39), chr(39) * 2)}' (FORMAT parquet)",
                [str(table)],
            )
        with file.open("rb") as made:
            while some := made.read(AT_ONCE):
                yield some
