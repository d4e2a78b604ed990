"""Whether a chain of pages gets anywhere, or would go on for ever. Pure."""

from __future__ import annotations

import math

from octoterm.errors import BadAnswer
from octoterm.octopus.consumption_pages import Page
from octoterm.octopus.refusals import TRY_LATER
from octoterm.periods.london import HALF_HOUR

MOST_IDLE_PAGES = 20
"""In a row without a new half hour."""
SMALL_PAGES = 100
"""However few readings are on them."""
FEWEST_A_PAGE = 48
"""Readings, on average over a longer chain. octoterm asks for 25,000 and an API may allow fewer,
but Octopus Energy's sends 100 to whoever asks for no number. With one on a page, ten years would
be 175,000 requests."""


class PageChain:
    """The pages of one list of readings, one after the other."""

    def __init__(self) -> None:
        self._earliest, self._latest = math.inf, -math.inf
        self._pages = self._idle_pages = self._readings = 0

    def add(self, page: Page) -> None:
        """Raises BadAnswer where there is no sense in asking for the page after this one."""
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
        if page.following is not None and self._pages >= SMALL_PAGES and self._is_thin:
            raise BadAnswer(
                f"The API sends far too few readings a page: it would take more than "
                f"{self._pages:,} requests",
                "What came is stored. Check the meter's URL; if it is right, try again later",
            )

    @property
    def _is_thin(self) -> bool:
        """Whether there was less on the pages than any API's have: few readings, or many that
        are mostly those of the page before."""
        reach = 1 + (self._latest - self._earliest) // HALF_HOUR
        return min(self._readings, reach) < FEWEST_A_PAGE * self._pages
