"""An API whose pages are ready before anybody asks, so that making them takes no time away."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from random import Random

from octoterm.periods.london import HALF_HOUR
from tests.support.loopback import Request, Response, page, reading

PAGE_ROWS = 25_000
"""Readings to a page, as the real API sends them."""

NOTHING_NEW = page([])
"""What an API answers that has no readings."""


class Pages:
    """Answers with all half hours of `years` up to the last midnight, the newest first.

    After the last page the first follows again with other values, `rounds` times in all: every
    page changes what is stored. Each answer takes `pause` seconds.
    """

    def __init__(self, years: float, *, rounds: int = 1, pause: float = 0.0) -> None:
        midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        last = int(midnight.timestamp()) - HALF_HOUR
        self._starts = range(last, last - round(years * 365.25) * 86_400, -HALF_HOUR)
        self._templates = [
            self._template(self._starts[at : at + PAGE_ROWS])
            for at in range(0, len(self._starts), PAGE_ROWS)
        ]
        self._rounds = rounds
        self._pause = pause

    def __call__(self, request: Request) -> Response:
        time.sleep(self._pause)
        number = int(request.query.get("page", 0))
        turn, at = divmod(number, len(self._templates))
        there_is_more = number + 1 < self._rounds * len(self._templates)
        following = f"http://{request.headers['host']}{request.path}?page={number + 1}"
        body = (
            self._templates[at]
            .replace('"FOLLOWING"', f'"{following}"' if there_is_more else "null")
            .replace('"TURN', f"0.{turn + 1}")
            .replace('DIGITS"', "")
        )
        return Response(body=body.encode(), headers={"Content-Type": "application/json"})

    def _template(self, starts: Sequence[int]) -> str:
        """A page whose readings are, in text, `"TURN123DIGITS"`: the turn's digit comes first."""
        chance = Random(starts[0])
        readings = [reading(start, f"TURN{chance.randrange(1000):03}DIGITS") for start in starts]
        content = {"count": len(self._starts), "next": "FOLLOWING", "results": readings}
        return Response.json(content).body.decode()
