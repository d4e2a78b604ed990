"""Detects pages of readings that bring nothing new, or would go on for ever. Pure."""

from __future__ import annotations

import math

from octoterm.errors import BadAnswer
from octoterm.octopus.consumption_pages import Page
from octoterm.octopus.refusals import TRY_LATER
from octoterm.periods.london import HALF_HOUR

MOST_IDLE_PAGES = 20
"""Consecutive pages without a new half hour."""
SMALL_PAGES = 100
"""Pages that are allowed, however few readings are on them."""
FEWEST_A_PAGE = 48
"""Minimum average number of readings on a page, in a longer chain. octoterm requests 25,000; an
API may allow fewer, but Octopus Energy's default is 100. With one on a page, ten years would take
175,000 requests."""


class PageChain:
    """The pages of one list of readings, in sequence."""

    def __init__(self) -> None:
        self._earliest, self._latest = math.inf, -math.inf
        self._pages = self._idle_pages = self._readings = 0

    def add(self, page: Page) -> None:
        """Record a page. Raises BadAnswer if requesting the next one is pointless."""
        starts = [row.start for row in page.rows]
        earliest, latest = min(starts, default=math.inf), max(starts, default=-math.inf)
        went_on = earliest < self._earliest or latest > self._latest
        self._idle_pages = 0 if went_on else self._idle_pages + 1
        if self._idle_pages == MOST_IDLE_PAGES:
            raise BadAnswer("The API sends page after page without new readings", TRY_LATER)
        self._earliest = min(self._earliest, earliest)
        self._latest = max(self._latest, latest)
        self._pages += 1
        self._readings += len(page.rows) + len(page.skipped)
        if page.following is not None and self._pages >= SMALL_PAGES and self._has_too_few:
            raise BadAnswer(
                f"The API sends far too few readings a page: it would take more than "
                f"{self._pages:,} requests",
                "What came is stored. Check the meter's URL; if it is right, try again later",
            )

    @property
    def _has_too_few(self) -> bool:
        """Whether the pages so far have too few readings on average, repeated ones not counted."""
        reach = 1 + (self._latest - self._earliest) // HALF_HOUR
        return min(self._readings, reach) < FEWEST_A_PAGE * self._pages
