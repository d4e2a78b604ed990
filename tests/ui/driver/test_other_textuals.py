"""A Textual in which private names are called otherwise: the dashboard runs on what there is."""

from __future__ import annotations

from pathlib import Path

import pytest

from octoterm.ui.driver.private_names import PRIVATE_NAMES
from tests.support.slow import slow
from tests.support.terminals import AT_HOME, furnish, octoterm

OF_ANOTHER_RELEASE = """
import re, sys
from importlib.machinery import PathFinder, SourceFileLoader

NAME = {name!r}
load = SourceFileLoader.get_code

def renamed(self, module):
    text = self.get_data(self.path).decode()
    if not module.startswith("textual") or NAME not in text:
        return load(self, module)
    return compile(re.sub(rf"\\b{{NAME}}\\b", NAME + "_renamed", text), self.path, "exec")

class Renamed:
    \"\"\"Finds a module by its new name only.\"\"\"

    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.startswith("textual.") and name.endswith(f".{{NAME}}"):
            raise ModuleNotFoundError(name)
        if name.endswith(f".{{NAME}}_renamed"):
            found = PathFinder.find_spec(name.removesuffix("_renamed"), path)
            found.name = found.loader.name = name
            return found

SourceFileLoader.get_code = renamed
sys.meta_path.insert(0, Renamed)
{more}
from octoterm.__main__ import main
sys.exit(main(sys.argv[1:]))
"""

FAULT = """
from octoterm.ui.dashboard import Dashboard

def action_show(self, granularity):
    secret = self.meters.current.point.meters[0].api_key.reveal()
    raise RuntimeError("a fault of ours")

Dashboard.action_show = action_show
"""

NAMES = [name for names in PRIVATE_NAMES.values() for name in names]
MODULES = sorted({name.rpartition(".")[0] for name in NAMES if "._" in name.rpartition(".")[0]})
MODULES = [module for module in MODULES if not module.rpartition(".")[2][0].isupper()]
FEW = [names[-1] for names in PRIVATE_NAMES.values()]


def without(name: str, more: str = "") -> tuple[str, ...]:
    """How to start octoterm on a Textual in which the last part of `name` is another."""
    last = name.rpartition(".")[2]
    return ("-c", OF_ANOTHER_RELEASE.format(name=last, more=more))


def go_round(name: str, folder: Path) -> None:
    """Every view and the palette, at two sizes, and out again."""
    furnish(folder)
    with octoterm(*AT_HOME, folder=folder, start=without(name)) as terminal:
        terminal.shows("Total 12.00 kWh")
        terminal.resize(100, 30)
        terminal.press(b"2")
        terminal.shows("from    kWh", "00:30")
        terminal.press(b"5")
        terminal.shows("Last syncs")
        terminal.press(b"1")
        terminal.shows("Total 12.00 kWh")
        terminal.press(b"\x10")
        terminal.shows("Type what you want")
        terminal.press(b"\x1b")
        terminal.until(lambda: "Type what" not in terminal.screen.text, "the end of the palette")
        terminal.press(b"q")
        assert terminal.leave() == 0
        assert terminal.is_restored, terminal.leftovers
    (log,) = folder.rglob("octoterm.log")
    assert f" has no {name}" in log.read_text(encoding="utf-8").replace(", ", " has no ")


@pytest.mark.parametrize("name", [FEW[0], *slow(*FEW[1:])])
@pytest.mark.slow
def test_without_one_name_of_a_kind_the_dashboard_works_and_the_log_says_so(
    tmp_path: Path, name: str
) -> None:
    go_round(name, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("name", [*NAMES, *MODULES])
def test_without_any_name_or_module_the_dashboard_works(tmp_path: Path, name: str) -> None:
    go_round(name, tmp_path)


@pytest.mark.slow
def test_with_all_names_the_log_says_nothing(tmp_path: Path) -> None:
    furnish(tmp_path)
    with octoterm(*AT_HOME, folder=tmp_path) as terminal:
        terminal.shows("Total 12.00 kWh")
        terminal.press(b"q")
        assert terminal.leave() == 0
    assert [*tmp_path.rglob("octoterm.log")] == []


@pytest.mark.slow
@pytest.mark.parametrize("name", PRIVATE_NAMES["faults"])
def test_without_the_names_of_its_reports_a_fault_shows_no_secret_either(
    tmp_path: Path, name: str
) -> None:
    furnish(tmp_path)
    with octoterm(*AT_HOME, folder=tmp_path, start=without(name, FAULT)) as terminal:
        terminal.shows("Total 12.00 kWh")
        terminal.press(b"m")
        assert terminal.leave() == 1
        assert terminal.is_restored, terminal.leftovers
        assert b"octoterm.log" in terminal.output.replace(b"\r\n", b"")
        for word in (b"Traceback", b"sk_live", b"RuntimeError"):
            assert word not in terminal.output
