"""Where the dashboard opens, by the options that it is started with."""

from __future__ import annotations

import shlex
import sys
import types
from datetime import date

import pytest

from octoterm.cli import console
from octoterm.periods.period import Granularity
from octoterm.session.opening import NOWHERE, Opening
from tests.conftest import CommandLine
from tests.support.docs_page import arguments, each_example


@pytest.fixture
def openings(octoterm: CommandLine, monkeypatch: pytest.MonkeyPatch) -> list[Opening]:
    """Where the dashboard would have opened."""
    octoterm.configure()
    found: list[Opening] = []

    def run_dashboard(_: object, opening: Opening, **__: object) -> int:
        found.append(opening)
        return 0

    app = types.ModuleType("octoterm.ui.app")
    app.run_dashboard = run_dashboard  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "octoterm.ui.app", app)
    monkeypatch.setattr(console, "is_terminal", lambda _: True)
    monkeypatch.setenv("TERM", "xterm-256color")
    return found


def test_without_options_it_opens_as_ever(octoterm: CommandLine, openings: list[Opening]) -> None:
    assert octoterm().exit_code == 0
    assert openings == [NOWHERE]


@pytest.mark.parametrize(
    ("at", "kind", "first"),
    [
        ("2024-03-14", Granularity.DAY, date(2024, 3, 14)),
        ("mar 2024", Granularity.MONTH, date(2024, 3, 1)),
        ("2023", Granularity.YEAR, date(2023, 1, 1)),
    ],
)
def test_it_opens_at_a_day_month_or_year(
    octoterm: CommandLine, openings: list[Opening], at: str, kind: Granularity, first: date
) -> None:
    octoterm("--at", at)
    (opening,) = openings
    assert opening.period is not None
    assert opening.period[:2] == (kind, first)


@pytest.mark.parametrize("view", ["bill", "Bill", "6"])
def test_a_view_has_a_name_and_a_number(
    octoterm: CommandLine, openings: list[Opening], view: str
) -> None:
    octoterm("--view", view, "--meter", "ELECTRICITY", "--theme", "nord")
    assert openings == [Opening("bill", "Electricity", None, "nord")]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("--view billl", "Did you mean `bill`?"),
        ("--view 9", "--view cannot be ‘9’. Use usage, table"),
        ("--theme norrd", "Did you mean `nord`?"),
        ("--at someday", "--at: ‘someday’ is not a date"),
        ("--meter nobody", "No meter called ‘nobody’"),
        ("--view bill today", "--view before a command is for the dashboard. Leave it out"),
        ("--meter x today", "--meter before a command is for the dashboard. Put it after `today`"),
        ("today --by day", "`octoterm summary` and `octoterm cost` have it"),
        ("summary -format json", "Did you mean `--format`?"),
        ("export --since_last x", "Did you mean `--since-last`?"),
    ],
)
def test_what_makes_no_sense_is_refused(
    octoterm: CommandLine, openings: list[Opening], words: str, why: str
) -> None:
    result = octoterm(*shlex.split(words))
    assert (result.exit_code, openings) == (2, [])
    assert why in result.err


@each_example("COMMAND_LINE", "command")
def test_the_examples_of_the_page_work(
    octoterm: CommandLine, openings: list[Opening], example: str
) -> None:
    assert octoterm(*arguments(example)).exit_code == 0
    assert len(openings) == ("octoterm config" not in example)


def test_it_opens_again_where_it_was_after_a_change(
    octoterm: CommandLine, openings: list[Opening], monkeypatch: pytest.MonkeyPatch
) -> None:
    again = Opening("table", "Electricity")

    def once(_: object, opening: Opening, **__: object) -> int | Opening:
        openings.append(opening)
        return again if len(openings) == 1 else 7

    monkeypatch.setattr(sys.modules["octoterm.ui.app"], "run_dashboard", once)
    assert octoterm().exit_code == 7
    assert openings == [NOWHERE, again]
