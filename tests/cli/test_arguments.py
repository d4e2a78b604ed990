"""What is typed after `octoterm`: words that are misspelt, and plain characters."""

from __future__ import annotations

from contextlib import redirect_stdout
from io import StringIO

import pytest

from octoterm.cli.arguments import parse
from octoterm.cli.commands import COMMANDS, Command
from octoterm.cli.parser import complete_parser
from tests.conftest import CommandLine
from tests.support.households import half_hours, readings


@pytest.mark.parametrize(
    ("arguments", "question"),
    [
        (("sumary",), "Did you mean `summary`?"),
        (("Check",), "Did you mean `check`?"),
        (("summary", "--by", "moth"), "Did you mean `month`?"),
        (("summary", "--form", "json"), "Did you mean `--format`?"),
        (("meters", "--jsno"), "See `octoterm meters --help`"),
        (("doctor", "--ofline"), "Did you mean `--offline`?"),
        (("--demon",), "Did you mean `--demo`?"),
        (("summary", "--weekly=1"), "octoterm summary has no option ‘--weekly’"),
        (("summary", "may"), "octoterm summary has no argument ‘may’"),
    ],
)
def test_a_word_that_is_misspelt_is_answered_with_the_one_that_was_meant(
    octoterm: CommandLine, arguments: tuple[str, ...], question: str
) -> None:
    result = octoterm(*arguments)
    assert (result.exit_code, result.out) == (2, "")
    assert question in result.err


@pytest.mark.parametrize(
    ("arguments", "empty"),
    [
        (("prices", "--tariff", ""), "--tariff is empty"),
        (("prices", "--after=--"), "--after is empty"),
        (("summary", "--meter= "), "--meter is empty"),
        (("summary", "--from="), "--from is empty"),
        (("--config", "", "summary"), "--config is empty"),
        (("reconcile", ""), "An argument is empty"),
    ],
)
def test_a_value_that_is_empty_is_refused_as_a_script_has_not_set_it(
    octoterm: CommandLine, arguments: tuple[str, ...], empty: str
) -> None:
    result = octoterm(*arguments)
    assert (result.exit_code, result.out) == (2, "")
    assert empty in result.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("summary", "--meter"), "--meter needs a value. See `octoterm summary --help`."),
        (("summary", "--json=\n1"), "--json takes no value. See `octoterm summary --help`."),
        (("--demo=yes",), "--demo takes no value. See `octoterm --help`."),
        (("import",), "octoterm import needs FILE. See `octoterm import --help`."),
        (
            ("report", "--day", "--week"),
            "--week cannot be combined with --day. See `octoterm report --help`.",
        ),
    ],
)
def test_what_argparse_finds_is_said_in_own_words(
    octoterm: CommandLine, arguments: tuple[str, ...], said: str
) -> None:
    result = octoterm(*arguments)
    assert (result.exit_code, result.out, result.err) == (2, "", f"octoterm: {said}\n")


@pytest.mark.parametrize("arguments", [("--ascii", "summary"), ("summary", "--ascii")])
def test_plain_characters_can_be_asked_for_before_or_after_the_command(
    octoterm: CommandLine, arguments: tuple[str, ...]
) -> None:
    octoterm.configure()
    octoterm.store(readings(half_hours("2024-02-01T00:00Z", "2024-02-03T12:00Z")))
    by_day = ("--by", "day", "--compare", "previous")
    assert not octoterm("summary", *by_day).out.isascii()
    result = octoterm(*arguments, *by_day)
    assert result.exit_code == 0
    assert result.out.isascii()


def test_what_is_wrong_with_the_arguments_is_said_in_plain_characters_too(
    octoterm: CommandLine,
) -> None:
    assert octoterm("--ascii", "sumary").err.isascii()


def test_headings_of_three_characters_for_one_sign_stay_above_their_columns(
    octoterm: CommandLine,
) -> None:
    octoterm.configure()
    octoterm.store(readings(half_hours("2024-02-01T00:00Z", "2024-02-03T12:00Z")))
    table = octoterm("--ascii", "summary", "--by", "day", "--compare", "previous").out
    _, _, heading, _, second, *_ = table.splitlines()
    for name, value in (("+/- kWh", "~0.00"), ("+/- %", "~0%")):
        assert heading.index(name) + len(name) == second.index(value) + len(value)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_the_complete_parser_has_the_options_of_every_command(command: Command) -> None:
    (subparsers,) = (
        action for action in complete_parser()._actions if isinstance(action.choices, dict)
    )
    told = StringIO()
    with redirect_stdout(told), pytest.raises(SystemExit):
        parse([command.name, "--help"])
    assert subparsers.choices[command.name].format_usage() in told.getvalue()
