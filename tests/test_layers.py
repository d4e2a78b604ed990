"""Which way imports go, looked at in the source and in running processes."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.support import REPOSITORY
from tests.support.loopback import ReadingsApi, loopback

PACKAGE = REPOSITORY / "octoterm"

PURE = {
    "octoterm.analysis.figures",
    "octoterm.octopus.consumption_pages",
    "octoterm.readings_csv.bad_row",
    "octoterm.analysis.base_load",
    "octoterm.analysis.parts",
    "octoterm.safe_text",
    "octoterm.readings_csv.clock_evidence",
    "octoterm.consumption.clock_grid",
    "octoterm.analysis.comparison",
    "octoterm.consumption.series",
    "octoterm.analysis.matching",
    "octoterm.analysis.coverage",
    "octoterm.readings_csv.line_format",
    "octoterm.readings_csv.header",
    "octoterm.readings_csv.reader",
    "octoterm.periods.typed_dates",
    "octoterm.consumption.day_table",
    "octoterm.consumption.days",
    "octoterm.readings_csv.document",
    "octoterm.errors",
    "octoterm.analysis.gap_words",
    "octoterm.analysis.heat_map",
    "octoterm.readings_csv.line_reader",
    "octoterm.analysis.average_day",
    "octoterm.session.position",
    "octoterm.octopus.page_chain",
    "octoterm.periods.period",
    "octoterm.readings_csv.contents",
    "octoterm.readings_csv.spreadsheet",
    "octoterm.analysis.unusual_days",
    "octoterm.runtime.slices",
    "octoterm.storage.file_facts",
    "octoterm.analysis.trends",
    "octoterm.number_format",
}
INPUT_AND_OUTPUT = {
    "ctypes", "fcntl", "http", "io", "mmap", "multiprocessing", "os", "pathlib", "shutil",
    "signal", "socket", "sqlite3", "ssl", "subprocess", "tempfile", "threading", "urllib",
}  # fmt: skip
SCREEN = {"textual", "rich", "plotext"}
ENGINE = {
    "octoterm.octopus.client",
    "octoterm.config.reader",
    "octoterm.storage.readings_file",
    "octoterm.sync.readings",
    "octoterm.demo.simulator",
    "octoterm.storage.sync_record",
}


def path_of(module: str) -> Path:
    return (PACKAGE.parent / module.replace(".", "/")).with_suffix(".py")


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)


def modules(folder: str = "") -> list[Path]:
    return sorted((PACKAGE / folder).rglob("*.py"))


@cache
def imports(path: Path, *, at_run_time: bool = True) -> frozenset[str]:
    """Every module that the file imports, anywhere in it; also for type checking, if asked."""
    return frozenset(_imports(ast.parse(path.read_text(encoding="utf-8")), at_run_time))


def _imports(node: ast.AST, at_run_time: bool) -> Iterator[str]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            yield from (alias.name for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            assert child.level == 0, "imports are absolute"
            module = child.module or ""
            yield module
            if module.split(".")[0] == "octoterm":
                yield from (f"{module}.{alias.name}" for alias in child.names)
        elif at_run_time and isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test):
            continue
        else:
            yield from _imports(child, at_run_time)


def roots(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imports(path, at_run_time=False)}


@pytest.mark.parametrize("name", sorted(PURE))
def test_what_only_thinks_uses_the_standard_library_and_no_files(name: str) -> None:
    path = path_of(name)
    outside = roots(path) - {"octoterm"}
    assert outside <= sys.stdlib_module_names
    assert not outside & INPUT_AND_OUTPUT
    ours = {name for name in imports(path) if path_of(name).is_file()}
    assert ours <= PURE


def test_only_two_modules_know_httpx() -> None:
    knowing = {name_of(path) for path in modules() if "httpx" in roots(path)}
    assert knowing == {"octoterm.octopus.client", "octoterm.demo.simulator"}


def test_only_the_ui_knows_textual_and_plotext() -> None:
    for path in modules():
        if not path.is_relative_to(PACKAGE / "ui"):
            assert not roots(path) & SCREEN, path


def test_widgets_know_nothing_of_files_and_networks() -> None:
    for path in modules("ui/widgets"):
        assert not imports(path, at_run_time=False) & ENGINE, path
        assert not roots(path) & {"httpx", "platformdirs"}, path


def test_only_the_command_line_and_the_ui_know_the_ui() -> None:
    for path in modules():
        if path.relative_to(PACKAGE).parts[0] not in ("cli", "ui"):
            assert not any(name.startswith("octoterm.ui") for name in imports(path)), path


def test_the_engine_knows_no_command_line() -> None:
    for path in modules():
        if path.parent.name != "cli" and path.name != "__main__.py":
            assert not any(name.startswith("octoterm.cli") for name in imports(path)), path


def imported_by(code: str, tmp_path: Path) -> set[str]:
    """The modules that a fresh interpreter has after running `code`."""
    program = f"import sys\n{code}\nprint('MODULES', *sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={"PYTHONPATH": str(PACKAGE.parent), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(run.stdout.rpartition("MODULES")[2].split())


def command(*arguments: str) -> str:
    return f"from octoterm.__main__ import main\nassert main({list(arguments)}) == 0"


def with_one_meter(folder: Path, origin: str = "https://api.octopus.energy") -> None:
    (folder / "config.json").write_text(
        json.dumps({"url": origin, "apikey": "k", "mpan": "1", "serial": "2"})
    )


def test_importing_the_package_imports_nothing_else(tmp_path: Path) -> None:
    bare = imported_by("", tmp_path)
    assert imported_by("import octoterm", tmp_path) - bare == {"octoterm"}


@pytest.mark.parametrize("name", ["summary", "trends", "profile"])
def test_a_report_imports_no_network_and_no_screen(tmp_path: Path, name: str) -> None:
    with_one_meter(tmp_path)
    modules = imported_by(command(name), tmp_path)
    assert "octoterm.storage.readings_file" in modules
    assert not modules & (SCREEN | {"httpx", "asyncio", "octoterm.octopus.client", "octoterm.ui"})


@pytest.mark.parametrize("name", ["sync", "check", "paths"])
def test_no_other_command_imports_the_screen(tmp_path: Path, name: str) -> None:
    with loopback(ReadingsApi({0: 0.1})) as server:
        with_one_meter(tmp_path, server.origin)
        modules = imported_by(command(name), tmp_path)
    assert ("httpx" in modules) == (name == "sync")
    assert not modules & (SCREEN | {"octoterm.ui"})


def test_the_dashboard_leaves_the_network_and_the_charts_for_later(tmp_path: Path) -> None:
    modules = imported_by("import octoterm.ui.app", tmp_path)
    assert "textual" in modules
    assert not modules & {"httpx", "plotext", "octoterm.octopus.client", "octoterm.demo.simulator"}
