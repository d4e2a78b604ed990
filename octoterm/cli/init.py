"""`octoterm init`: asks for the API key and account number, finds the meters, and writes the
configuration; or writes one to fill in."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from typing import TypeVar

from octoterm.cli import console, signals
from octoterm.cli.arguments import Arguments, refuse_beside
from octoterm.cli.source import current_folder_if_any, refuse_demo
from octoterm.config import values
from octoterm.config.search import absolute
from octoterm.config.sections import WHERE_FOUND
from octoterm.config.writer import refuse_existing, write_template
from octoterm.errors import BadKey, Forbidden, NotFound, Unreadable, UsageError
from octoterm.household.account import Account
from octoterm.household.meter import (
    SMETS,
    UNIT_CUBIC_METRES,
    UNIT_KWH,
    USUAL_CALORIFIC_VALUE,
    Fuel,
    how_to_set_the_unit,
)
from octoterm.household.meter_point import MeterPoint
from octoterm.safe_text import clean
from octoterm.setup import login as typed
from octoterm.setup.found import WHICH_UNIT, GasAnswer, gas_points, heading, in_words, meter_points
from octoterm.setup.login import Login
from octoterm.setup.steps import find_account, keep
from octoterm.storage.file_errors import reason
from octoterm.storage.folders import Folders

T = TypeVar("T")

MOST_TRIES = 5
"""How often one answer may be mistyped."""
LONGEST_KEY_FILE = 10_000
"""Bytes; a file with a key has about fifty."""


def run(asked: Arguments) -> int:
    """Write the file. Raises OctotermError; then nothing is written."""
    refuse_demo(asked, "its configuration")
    if asked.template:
        given = {"--account": asked.account, "--key-file": asked.key_file, "--url": asked.url}
        refuse_beside("--template", {**given, "--gas-unit": asked.gas_unit})
    folders = Folders.of_user()
    named = asked.config
    path = absolute(named, current_folder_if_any()) if named else folders.config_file
    refuse_existing(path)
    if asked.template:
        write_template(path)
        console.say(
            f"Created {clean(str(path), 1000)}. Fill it in, then run `octoterm`.\n{WHERE_FOUND}."
        )
        return 0
    is_asking = console.is_terminal(sys.stdin)
    if not is_asking and not asked.account:
        raise UsageError(
            "Without a terminal, `octoterm init` cannot ask for anything",
            "Give it --account A-1A2B3C4D, with the API key in --key-file or $OCTOTERM_API_KEY; "
            "or --template for a file to fill in",
        )
    login, account = _ask(asked) if is_asking else _given(asked)
    now = int(time.time())
    points = meter_points(login, account, now)
    console.say("\n".join((heading(points), *in_words(points, now))))
    gas = [*_gas(points, asked.gas_unit, is_asking=is_asking)]
    keep(login, account, gas, path=path, state_folder=folders.state, now=now)
    shown = clean(str(path), 1000)
    console.say(f"Created {shown}, with your API key in it. Now run `octoterm`.")
    return 0


def _given(asked: Arguments) -> tuple[Login, Account]:
    """The account of the arguments. Raises OctotermError."""
    number = typed.account_number_of(asked.account)
    key = _given_key(asked)
    if key is None:
        raise UsageError(
            "The API key is missing", "Put it into a file for --key-file, or $OCTOTERM_API_KEY"
        )
    login = typed.login_of(key, number, asked.url)
    return login, signals.run(find_account(login))


def _given_key(asked: Arguments) -> str | None:
    """The text of --key-file, or $OCTOTERM_API_KEY. Raises Unreadable."""
    if asked.key_file is None:
        return os.environ.get("OCTOTERM_API_KEY") or None
    path = absolute(asked.key_file, current_folder_if_any())
    try:
        with path.open("rb") as file:
            return file.read(LONGEST_KEY_FILE).decode("utf-8", "replace")
    except OSError as error:
        raise Unreadable(f"{clean(str(path))} cannot be read: {reason(error)}") from error


def _ask(asked: Arguments) -> tuple[Login, Account]:
    """The account that is asked for on the terminal, again if what is typed is wrong. Raises
    OctotermError."""
    typed.api_at(asked.url)  # a wrong one is reported before anything is asked
    key, number = _given_key(asked), asked.account
    if key is None or number is None:
        console.say(f"{typed.WHERE_KEY}.\n{typed.WHERE_NUMBER}.")
    for _ in range(MOST_TRIES):
        if key is None:
            key = _repeatedly(lambda: typed.api_key_of(_hidden_line("API key: "))).reveal()
        if number is None:
            number = _repeatedly(lambda: typed.account_number_of(_line("Account number: ")))
        try:
            login = typed.login_of(key, number, asked.url)
            return login, signals.run(find_account(login))
        except BadKey as error:
            console.print_error(str(error))
            key = None
        except (NotFound, Forbidden) as error:
            console.print_error(str(error))
            number = None
    raise UsageError("That was not it, so nothing was written", typed.WHERE_KEY)


def _gas(
    points: tuple[MeterPoint, ...], given: str | None, *, is_asking: bool
) -> Iterator[GasAnswer]:
    """What is stated about each gas meter; nothing is assumed if nobody can be asked."""
    if given is not None:
        unit = _unit(given)
        yield from (GasAnswer(point.number, unit) for point in points if point.fuel is Fuel.GAS)
        return
    to_ask = gas_points(points)
    if to_ask and not is_asking:
        console.print_error(
            f"Gas is taken to be in kWh, as there is no --gas-unit. {SMETS}: if yours is one of "
            f"those, {how_to_set_the_unit(to_ask[0].number)}."
        )
        return
    if to_ask:
        console.say(f"{SMETS}. {WHICH_UNIT}.")
    for point in to_ask:
        asking = f"{point.label}: m3 or kWh? "
        unit = _repeatedly(lambda: _unit(_line(asking)))  # noqa: B023
        value = USUAL_CALORIFIC_VALUE
        if unit == UNIT_CUBIC_METRES:
            prompt = f"Calorific value on the bill (Enter for {USUAL_CALORIFIC_VALUE}): "
            value = _repeatedly(lambda: _calorific_value(_line(prompt)))  # noqa: B023
        yield GasAnswer(point.number, unit, value)


def _unit(text: str) -> str:
    tidy = text.strip().casefold().replace("³", "3")
    if tidy in ("m3", "kwh"):
        return UNIT_CUBIC_METRES if tidy == "m3" else UNIT_KWH
    raise UsageError("Type m3 or kWh")


def _calorific_value(text: str) -> float:
    if not text.strip():
        return USUAL_CALORIFIC_VALUE
    try:
        return values.calorific_value(float(text.strip()))
    except ValueError:
        raise UsageError("It is a number from 30 to 50, such as 39.5") from None


def _repeatedly(ask: Callable[[], T]) -> T:
    """The answer, asked for again if it is wrong. Raises UsageError after the last try."""
    for _ in range(MOST_TRIES - 1):
        try:
            return ask()
        except UsageError as error:
            console.print_error(str(error))
    return ask()


def _line(prompt: str) -> str:
    try:
        return input(prompt)
    except EOFError:
        raise UsageError("Nothing was typed, so nothing was written") from None


def _hidden_line(prompt: str) -> str:
    """A line that is not shown while it is typed."""
    from getpass import getpass

    try:
        return getpass(prompt)
    except EOFError:
        raise UsageError("Nothing was typed, so nothing was written") from None
