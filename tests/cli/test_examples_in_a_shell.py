"""Commands of the pages whose output goes into a file or to another program, in a real shell."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest

from tests.conftest import CommandLine
from tests.support.docs_page import COMMAND, every_example
from tests.support.households import LONDON, london_day, readings
from tests.support.shell import Shell

LINES = [
    each.text
    for each in every_example()
    if each.kind == COMMAND and re.match(r"octoterm .* [|>] ", each.text)
]


@pytest.mark.slow
@pytest.mark.parametrize("line", LINES)
def test_what_is_printed_arrives(octoterm: CommandLine, line: str) -> None:
    octoterm.configure()
    today = datetime.now(LONDON).date()
    days = (today - timedelta(days=ago) for ago in range(1, 100))
    octoterm.store(readings({start: 0.25 for day in days for start in london_day(day)}))
    shell = Shell(octoterm.home)
    printed = shell.run(line)
    program, sign, where = re.split(" ([|>]) ", line)
    if sign == ">":
        assert (octoterm.here / where).stat().st_size > 100, program
    elif where.startswith("head"):
        assert len(printed.splitlines()) == -int(where.removeprefix("head "))
    else:
        (ran,) = shell.ran
        assert " ".join(ran.words) == where
        assert ran.given
