"""Checks the alerts in another process, so that a dashboard does not have to wait."""

from __future__ import annotations

import asyncio
import json
import sys
from asyncio.subprocess import DEVNULL, PIPE
from pathlib import Path

from octoterm.alerts.told import NEWS
from octoterm.safe_text import clean


async def news_of_alerts(config: Path) -> list[str]:
    """A sentence for each new alert, once `octoterm alerts` has run the command for it. None if
    that process fails: the next sync tries again."""
    command = (sys.executable, "-m", "octoterm", "alerts", "--json", "--config", str(config))
    try:
        process = await asyncio.create_subprocess_exec(
            *command, stdin=DEVNULL, stdout=PIPE, stderr=DEVNULL
        )
    except OSError:
        return []
    try:
        output, _ = await process.communicate()
    except asyncio.CancelledError:
        process.terminate()
        raise
    try:
        found = json.loads(output)
        return [sentence for each in found if (sentence := _sentence(each))]
    except (ValueError, TypeError, AttributeError, LookupError):
        return []


def _sentence(record: dict[str, object]) -> str:
    """`Base load is up. Home: 210 W …`; empty if it is not new."""
    if record["state"] not in NEWS:
        return ""
    said = f"{record['title']}. {record['message']}"
    if failure := record["failure"]:
        said += f". It could not be sent: {failure}"
    return clean(said, 400)
