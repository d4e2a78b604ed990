"""Which way imports go, looked at in the source and in running processes."""

from __future__ import annotations

import ast
import json
import re
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
    "periods", "consumption", "analysis", "readings_csv", "tariffs", "costs", "bills", "market",
    "tariff_comparison", "notes", "imports", "alerts", "digest",
}  # fmt: skip
"""Packages that only think: no files, no network, no screen."""
ALSO_PURE = {
    f"octoterm.octopus.{name}"
    for name in ("consumption_pages", "listing", "page_chain", "refusals", "retries")
}
MAY_IMPORT = {
    "errors": set(),
    "ascii_text": set(),
    "safe_text": set(),
    "number_format": set(),
    "runtime": set(),
    "household": {"periods", "safe_text"},
    "periods": {"errors", "safe_text", "number_format", "runtime"},
    "consumption": {"periods", "runtime", "number_format"},
    "readings_csv": {"household", "periods", "runtime", "errors", "safe_text"},
    "analysis": {"consumption", "periods", "number_format"},
    "tariffs": {"household", "periods", "runtime"},
    "costs": {"household", "tariffs", "consumption", "periods", "runtime", "number_format"},
    "market": {"household", "tariffs", "periods", "safe_text"},
    "tariff_comparison": {
        "household", "tariffs", "costs", "consumption", "periods", "runtime", "number_format",
    },
    "bills": {
        "household", "costs", "tariffs", "readings_csv", "periods", "number_format",
    },
    "imports": {
        "household", "readings_csv", "periods", "errors", "safe_text", "number_format",
    },
    "alerts": {
        "analysis", "consumption", "costs", "household", "tariffs", "periods", "number_format",
        "safe_text",
    },
    "digest": {
        "analysis", "consumption", "household", "notes", "tariffs", "periods", "number_format",
    },
    "notes": {"analysis", "consumption", "periods", "number_format", "safe_text"},
    "storage": {
        "alerts", "notes", "household", "market", "tariffs", "readings_csv", "periods", "runtime",
        "errors", "safe_text", "number_format",
    },
    "octopus": {
        "household", "market", "tariffs", "readings_csv", "periods", "runtime", "errors",
        "safe_text",
    },
    "config": {
        "alerts", "household", "octopus", "storage", "tariffs", "periods", "errors", "safe_text",
    },
    "export": {
        "notes", "bills", "costs", "tariff_comparison", "tariffs", "market", "analysis",
        "consumption", "readings_csv", "periods", "storage", "errors", "safe_text",
    },
    "sync": {
        "household", "market", "tariffs", "octopus", "storage", "config", "readings_csv",
        "periods", "runtime", "errors", "number_format",
    },
    "demo": {"household", "octopus", "storage", "config", "periods"},
    "doctor": {
        "household", "octopus", "storage", "config", "session", "readings_csv", "analysis",
        "consumption", "periods", "runtime", "errors", "safe_text", "number_format",
    },
    "session": {
        "alerts", "notes", "household", "sync", "octopus", "storage", "config", "readings_csv",
        "analysis", "bills", "costs", "tariffs", "market", "tariff_comparison",
        "consumption", "periods", "runtime", "errors", "safe_text", "number_format",
    },
    "setup": {
        "household", "octopus", "storage", "config", "periods", "errors", "safe_text",
        "number_format",
    },
    "ui": {
        "notes", "household", "setup", "session", "sync", "export", "config", "storage",
        "analysis", "consumption", "periods", "readings_csv", "runtime", "errors", "safe_text",
        "ascii_text", "number_format", "tariffs", "costs", "bills", "market", "tariff_comparison",
    },
}  # fmt: skip
"""Imports point one way: what each package, or module at the top, may import at run time."""
INPUT_AND_OUTPUT = {
    "ctypes", "fcntl", "http", "io", "mmap", "multiprocessing", "os", "pathlib", "shutil",
    "signal", "socket", "sqlite3", "ssl", "subprocess", "tempfile", "threading", "urllib",
}  # fmt: skip
SCREEN = {"textual", "rich", "plotext"}
ENGINE = {"config", "demo", "octopus", "sync", "storage"}


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
        elif not isinstance(child, ast.expr):  # nothing is imported inside an expression
            yield from _imports(child, at_run_time)


def roots(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imports(path, at_run_time=False)}


def packages_imported_by(path: Path, *, at_run_time: bool = True) -> set[str]:
    """Our own packages, and modules at the top, that the file imports from, but for its own."""
    ours = {name for name in imports(path, at_run_time=at_run_time) if name[:9] == "octoterm."}
    return {name.split(".")[1] for name in ours} - {package_of(path), "__version__"}


def package_of(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


@pytest.mark.parametrize("name", MAY_IMPORT)
def test_imports_point_one_way(name: str) -> None:
    for path in modules():
        if package_of(path) == name:
            assert packages_imported_by(path) <= MAY_IMPORT[name], path


def test_every_package_has_its_place_among_the_layers() -> None:
    found = {package_of(path) for path in modules()}
    assert found == {*MAY_IMPORT, "cli", "__init__", "__main__"}


def test_no_package_is_larger_than_can_be_taken_in() -> None:
    at_the_top = [path for path in PACKAGE.glob("*.py") if path.name != "__init__.py"]
    assert len(at_the_top) <= 10
    for folder in {path.parent for path in modules()}:
        assert len([*folder.glob("*.py")]) - 1 <= 22, folder


def test_no_file_is_longer_than_can_be_read_at_once() -> None:
    for path in [*modules(), *REPOSITORY.joinpath("tests").rglob("*.py")]:
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 350, path


def test_what_only_thinks_uses_the_standard_library_and_no_files() -> None:
    for path in modules():
        if package_of(path) in PURE or name_of(path) in ALSO_PURE:
            outside = roots(path) - {"octoterm"}
            assert outside <= sys.stdlib_module_names, path
            assert not outside & INPUT_AND_OUTPUT, path


def test_each_library_with_a_reason_is_known_to_one_place() -> None:
    def knowing(library: str) -> set[str]:
        return {name_of(path) for path in modules() if library in roots(path)}

    assert knowing("httpx") == {
        "octoterm.octopus.client",
        "octoterm.demo.simulator",
        "octoterm.export.stream.push",  # another host, which has nothing to do with the supplier
    }
    assert knowing("duckdb") == {"octoterm.export.stream.parquet"}
    assert knowing("plotext") == {"octoterm.ui.drawing.plotext_canvas"}
    assert knowing("platformdirs") == {"octoterm.storage.folders"}


def test_no_view_and_no_widget_spells_a_unit() -> None:
    """The quantity knows it, so that they can show any."""
    for path in (*modules("ui/views"), *modules("ui/widgets")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                is_docstring = id(node) in told
                assert is_docstring or not re.search(r"\bk?Wh?\b", node.value), (path, node.value)


@pytest.mark.parametrize(
    ("switches", "place"),
    [
        (r"\bgc\b|setswitchinterval|TEXTUAL_FPS|max_fps|setrecursionlimit", "runtime.tuning"),
        (r"sys\.modules|meta_path", "ui.drawing.plotext_canvas"),
        (r"codecs\.register", "ascii_text"),
        (r"signal\.signal", "cli.signals"),
    ],
)
def test_switches_of_the_whole_process_are_in_one_place(switches: str, place: str) -> None:
    touching = [path for path in modules() if re.search(switches, path.read_text("utf-8"))]
    assert list(map(name_of, touching)) == [f"octoterm.{place}"]


def test_the_current_folder_is_asked_for_in_one_place() -> None:
    asking = {name_of(path) for path in modules() if "cwd()" in path.read_text("utf-8")}
    assert asking == {"octoterm.storage.folders"}


def hosts(path: Path) -> set[str]:
    """The host names of the addresses in a module."""
    return set(re.findall(r"https?://([\w.-]+\.\w+)", path.read_text(encoding="utf-8")))


def test_each_outside_host_is_known_to_one_module() -> None:
    known = {(host, name_of(path)) for path in modules() for host in hosts(path)}
    assert known == {
        ("api.octopus.energy", "octoterm.octopus.api_host"),
        ("api.octoterm.invalid", "octoterm.demo.household"),
    }


def test_only_the_ui_knows_textual() -> None:
    for path in modules():
        if package_of(path) != "ui":
            assert not roots(path) & SCREEN, path


@pytest.mark.parametrize("folder", ["widgets", "views", "drawing"])
def test_what_draws_knows_nothing_of_files_and_networks(folder: str) -> None:
    for path in modules(f"ui/{folder}"):
        known = packages_imported_by(path, at_run_time=False)
        assert not known & ENGINE - {"storage"}, path
        assert "octoterm.storage.readings_file" not in imports(path, at_run_time=False), path


def imported_by(code: str, tmp_path: Path) -> set[str]:
    """The modules that are there after `code` was run, without click: httpx uses it with rich."""
    program = f"import sys\nsys.modules['click'] = None\n{code}\nprint('MODULES', *sys.modules)"
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


def of_money(modules: set[str]) -> set[str]:
    """Those of `modules` that are needed for costs only."""
    packages = "tariffs|costs|bills|market|tariff_comparison|config.charge_reader"
    pattern = rf"octoterm\.({packages}|session\.live_prices)\b"
    return {name for name in modules if re.match(pattern, name)}


def test_importing_the_package_imports_nothing_else(tmp_path: Path) -> None:
    bare = imported_by("", tmp_path)
    assert imported_by("import octoterm", tmp_path) - bare == {"octoterm"}


@pytest.mark.extended
def test_reports_import_no_network_and_no_screen(tmp_path: Path) -> None:
    with_one_meter(tmp_path)
    modules = imported_by(
        "\n".join(map(command, ("summary", "today", "trends", "profile"))), tmp_path
    )
    assert "octoterm.storage.readings_file" in modules
    assert not modules & (SCREEN | {"httpx", "asyncio", "octoterm.octopus.client", "octoterm.ui"})
    assert not of_money(modules)


@pytest.mark.extended
@pytest.mark.parametrize("names", [("check", "paths"), ("sync",)], ids=" ".join)
def test_no_other_command_imports_the_screen(tmp_path: Path, names: tuple[str, ...]) -> None:
    with loopback(ReadingsApi({0: 0.1})) as server:
        with_one_meter(tmp_path, server.origin)
        modules = imported_by("\n".join(map(command, names)), tmp_path)
    assert ("httpx" in modules) == ("sync" in names)
    assert not modules & (SCREEN | {"octoterm.ui"})
    assert not of_money(modules)


@pytest.mark.extended
def test_what_costs_are_made_of_is_imported_only_where_there_are_tariffs(tmp_path: Path) -> None:
    with loopback(ReadingsApi({0: 0.1})) as server:
        with_one_meter(tmp_path, server.origin)
        modules = imported_by(
            "\n".join(("import octoterm.ui.app", command("sync"), command("summary"))), tmp_path
        )
    for package in ("tariffs", "costs", "bills", "octopus.prices", "storage.state.rates_file"):
        assert not {name for name in modules if name.startswith(f"octoterm.{package}")}


@pytest.mark.extended
def test_the_dashboard_leaves_the_network_and_what_is_not_shown_for_later(tmp_path: Path) -> None:
    modules = imported_by("import octoterm.ui.app", tmp_path)
    assert "octoterm.ui.views.usage.view" in modules
    assert not modules & {"httpx", "plotext", "octoterm.octopus.client", "octoterm.demo.simulator"}
    for later in ("ui.views.table", "ui.views.trends", "ui.views.profile", "ui.views.data",
                  "ui.views.tariffs", "ui.screens", "export"):  # fmt: skip
        assert f"octoterm.{later}" not in modules
    assert not of_money(modules)


@pytest.mark.extended
def test_views_of_money_are_loaded_only_when_they_are_looked_at(tmp_path: Path) -> None:
    load = "from octoterm.ui.views.making import load_views\nload_views()"
    modules = imported_by(f"import octoterm.ui.app\n{load}", tmp_path)
    assert "octoterm.ui.views.data.view" in modules
    assert not of_money(modules)
    assert not modules & {
        "statistics",  # `analysis.spread` has what is needed of it
        "octoterm.session.comparing.live_comparison",
        "octoterm.session.comparing.tariffs_shown",
    }
