"""Parses the command line with argparse; the commands are declared in `commands`."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NoReturn

from octoterm import __version__
from octoterm.cli import console
from octoterm.cli.arguments import DASHBOARD, DASHBOARD_OPTIONS, Arguments
from octoterm.cli.commands import COMMANDS, Command
from octoterm.cli.shared_options import add_url
from octoterm.errors import UsageError
from octoterm.safe_text import clean

MOST_COMMANDS = 3
"""Most commands to name that have an option."""
COMMANDS_WITH_URL = ("init", "prices")
"""Those that may ask another API than the supplier's without a configuration."""
_IN_OWN_WORDS = {
    r"argument (\S+): not allowed with argument (\S+)": "{} cannot be combined with {}",
    r"argument (\S+): expected one argument": "{} needs a value",
    r"argument (\S+): ignored explicit argument .*": "{} takes no value",
    r"the following arguments are required: (.*)": "{prog} needs {}",
}
"""What argparse says → the same in plain words."""
_WITHOUT_TERMINAL = partial(argparse.HelpFormatter, width=80)
"""Without a width, every option would measure the terminal, with modules slow to import."""


def parse(argv: Sequence[str]) -> Arguments:
    """The arguments in `argv`. Raises UsageError, and SystemExit after --help and --version."""
    _refuse_empty(argv)
    named = [command for command in COMMANDS if command.name in argv]
    asks_for_help = not {"-h", "--help"}.isdisjoint(argv)
    if named and not asks_for_help:
        try:  # quick, as making a parser for every command takes longer than parsing
            return _parse(argv, _Parsers(named, named, _WITHOUT_TERMINAL))
        except UsageError:
            pass  # the parser with all commands says which there are
    form = argparse.HelpFormatter if asks_for_help else _WITHOUT_TERMINAL
    return _parse(argv, _Parsers(COMMANDS, named, form))


def complete_parser() -> argparse.ArgumentParser:
    """The parser with all options of all commands, for what is generated from them."""
    return _Parsers(COMMANDS, COMMANDS, argparse.HelpFormatter).main


def _parse(argv: Sequence[str], parsers: _Parsers) -> Arguments:
    asked, unknown = parsers.main.parse_known_args([*_joined(argv)], Arguments())
    if asked.command != DASHBOARD:
        _refuse_dashboard_options(asked)
    if unknown:
        parsers.by_name[asked.command].refuse(unknown[0])
    return asked


class _Parsers:
    """The parsers of `octoterm` and of commands."""

    def __init__(
        self,
        commands: Sequence[Command],
        with_options: Sequence[Command],
        form: Callable[..., argparse.HelpFormatter],
    ) -> None:
        """Only commands `with_options` get their own options, which are slow to add."""
        self.main = _Parser(
            prog="octoterm",
            formatter_class=form,
            description="Your Octopus Energy smart meter in the terminal. Without a command, "
            "octoterm opens the dashboard.",
            allow_abbrev=False,
        )
        _add_shared_options(self.main)
        _add_dashboard_options(self.main)
        add_url(self.main)
        self.by_name = {DASHBOARD: self.main}
        added = self.main.add_subparsers(title="commands", metavar="COMMAND", prog="octoterm")
        for command in commands:
            described = added.add_parser(
                command.name,
                help=command.help,
                description=f"{command.help} {command.more}".strip(),
                allow_abbrev=False,
                formatter_class=form,
            )
            described.set_defaults(command=command.name, module=command.module)
            if command in with_options:
                _add_shared_options(described)
                command.add_options(described)
            self.by_name[command.name] = described


def _refuse_empty(argv: Sequence[str]) -> None:
    """Raises UsageError for an empty value, such as that of a variable that a script has not set,
    and for `--option=--`, which argparse treats as empty."""
    before = ""
    for word in argv:
        option, _, value = word.partition("=") if word.startswith("--") else (before, "", word)
        if (not value.strip() and word != option) or value == "--":
            named = clean(option, 60) if option.startswith("--") else "An argument"
            raise UsageError(f"{named} is empty", "Give it a value, or leave it out")
        before = word


_AGO = re.compile(r"-\d+[dwmyDWMY]", re.ASCII)


def _joined(argv: Sequence[str]) -> Iterator[str]:
    """`--from -7d` as `--from=-7d`, because argparse takes a value with a dash for an option."""
    rest = iter(argv)
    for word in rest:
        value = next(rest, None) if word in ("--from", "--to") else None
        if value is None:
            yield word
        elif _AGO.fullmatch(value):
            yield f"{word}={value}"
        else:
            yield from (word, value)


def _add_shared_options(parser: argparse.ArgumentParser) -> None:
    # No defaults: those of the command's parser would overwrite options before the command.
    parser.add_argument(
        "--demo",
        action="store_true",
        default=argparse.SUPPRESS,
        help="show a simulated household; needs no configuration",
    )
    parser.add_argument(
        "--config",
        type=Path,
        metavar="FILE",
        default=argparse.SUPPRESS,
        help="read this configuration",
    )
    parser.add_argument(
        "--ascii",
        action="store_true",
        default=argparse.SUPPRESS,
        help="use plain characters only",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version and exit")


def _add_dashboard_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--at", metavar="DATE", help="open the dashboard at this day, month or year"
    )
    parser.add_argument("--view", metavar="NAME", help="open it with this view, by name or number")
    parser.add_argument(
        "--meter", dest="opening_meter", metavar="NAME", help="open it with this meter"
    )
    parser.add_argument("--theme", metavar="NAME", help="use this theme for once")


def _refuse_dashboard_options(asked: Arguments) -> None:
    """Raises UsageError if an option of the dashboard, or of the set-up, comes before another
    command."""
    if asked.url is not None and asked.command not in COMMANDS_WITH_URL:
        raise UsageError(f"--url has no effect on `octoterm {asked.command}`", "Leave it out")
    for name, option in DASHBOARD_OPTIONS.items():
        if getattr(asked, name) is not None:
            raise UsageError(
                f"{option} before a command is for the dashboard",
                f"Put it after `{asked.command}`" if name == "opening_meter" else "Leave it out",
            )


class _Version(argparse.Action):
    """Prints the version and exits."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        console.say(f"octoterm {__version__}")
        console.flush()
        parser.exit()


class _Parser(argparse.ArgumentParser):
    """An ArgumentParser whose errors are UsageErrors, without the usage text."""

    def print_help(self, _: object = None) -> None:
        """Print the help to standard output. Raises BrokenPipeError or Unwritable."""
        console.say(self.format_help().rstrip("\n"))
        console.flush()

    def _check_value(self, action: argparse.Action, value: str) -> None:
        """Raises UsageError if `value` is not one of the choices."""
        if action.choices is None or value in action.choices:
            return
        choices = list(map(str, action.choices))
        shown = clean(value, 60)
        if action.option_strings:
            title = f"{action.option_strings[-1]} cannot be ‘{shown}’. Use {', '.join(choices)}"
        else:
            title = f"There is no command ‘{shown}’"
        raise UsageError(title, _nearest(value, choices) or self._see_help)

    def refuse(self, word: str) -> NoReturn:
        """Raises UsageError for a word that is not an argument."""
        option = word.partition("=")[0]
        known = re.findall(r"--[a-z-]+", self.format_usage())
        near = _nearest(option, known) if option.startswith("-") else ""
        what = "option" if option.startswith("-") else "argument"
        title = f"{self.prog} has no {what} ‘{clean(option, 60)}’"
        others = "" if near else _commands_with(option)
        raise UsageError(title, f"{near or others} {self._see_help}".lstrip())

    @property
    def _see_help(self) -> str:
        return f"See `{self.prog} --help`"

    def error(self, message: str) -> NoReturn:
        for pattern, title in _IN_OWN_WORDS.items():
            if found := re.fullmatch(pattern, message, re.DOTALL):
                raise UsageError(title.format(*found.groups(), prog=self.prog), self._see_help)
        raise UsageError(clean(message), self._see_help)


def _commands_with(option: str) -> str:
    """`octoterm summary` has it: the commands that know the option; empty if none does."""
    known = _Parsers(COMMANDS, COMMANDS, _WITHOUT_TERMINAL).by_name
    found = [
        f"`{parser.prog}`"
        for parser in known.values()
        if option in re.findall(r"--[a-z-]+", parser.format_usage())
    ]
    if not found or not option.startswith("--"):
        return ""
    *others, last = found[:MOST_COMMANDS]
    return f"{', '.join(others)} and {last} have it." if others else f"{last} has it."


def _nearest(value: str, choices: Sequence[str]) -> str:
    """The choice that was probably meant, as a question; empty if none is similar."""
    from difflib import get_close_matches  # slow to import, and rarely needed

    near = get_close_matches(value.casefold(), choices, n=1, cutoff=0.75)
    return f"Did you mean `{near[0]}`?" if near else ""
