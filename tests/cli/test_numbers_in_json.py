"""The numbers that commands print for programs: rounded, every one of them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from tests.conftest import CommandLine

COMMANDS = (
    "summary --bands --compare usual",
    "summary --by half-hour --from -7d",
    "trends --of base",
    "trends --of peak",
    "profile",
    "note 60-days-ago",
    "check",
    "meters",
    "cost --by day --compare usual",
    "cost --by half-hour --from -7d",
    "bill --charged 60",
    "prices",
    "prices --cheapest 3h",
    "compare",
    "report --day",
    "report --bill",
    "export --from -7d",
    "export --from -7d --meter Net",
    "export --from -7d --in cost",
    "export --from -7d --format line-protocol",
    "export --from -7d --format openmetrics",
)


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS)
def test_no_number_has_more_than_six_decimals(octoterm: CommandLine, command: str) -> None:
    day = datetime.now(UTC).date() - timedelta(days=60)
    words = command.replace("60-days-ago", str(day)).split()
    form = () if "--format" in words else ("--json",)
    result = octoterm("--demo", *words, *form)
    assert result.exit_code == 0
    assert re.findall(r"\d+\.\d{7,}|\de-\d", result.out) == []
