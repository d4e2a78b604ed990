"""Merges into a CSV file, and shows what happened to it and to its folder."""

from __future__ import annotations

from pathlib import Path

from octoterm.readings_csv.contents import Contents
from octoterm.readings_csv.row import Row
from octoterm.runtime.slices import finish
from octoterm.storage.readings_file import Merged, ReadingsFile


def load(path: Path) -> Contents:
    return finish(ReadingsFile(path).load())


def merge(path: Path, *rows: Row) -> Merged:
    return finish(ReadingsFile(path, lock_timeout=0).merge(rows))


def counts(path: Path, *rows: Row) -> tuple[int, int]:
    merged = merge(path, *rows)
    return merged.new, merged.changed


def identity(path: Path) -> tuple[int, int, bytes]:
    """What shows that a file was neither replaced nor written."""
    return path.stat().st_ino, path.stat().st_mtime_ns, path.read_bytes()


def beside(path: Path) -> set[str]:
    """The names in the CSV's folder, except those of the CSV and its lock."""
    return {each.name for each in path.parent.iterdir()} - {path.name, f".{path.name}.lock"}


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir())) if Path("/proc/self/fd").exists() else 0
