"""Reads lists that the API sends page by page. Pure: bytes in, records out.

The client requests the pages; a `Listing` reads them and decides whether to continue. Consumption
has its own (`consumption`), which is faster and handles half hours; `JsonListing` is for any
other list of the form `{"count", "next", "previous", "results"}`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, TypeVar

from octoterm.errors import BadAnswer
from octoterm.octopus.refusals import TRY_LATER, Hide, Resource, json_object
from octoterm.runtime.slices import Sliced

MOST_PAGES = 200
"""Pages of one list: over a year of half hours at 100 records a page, the API's default."""
MOST_EMPTY_PAGES = 20
"""Consecutive empty pages of one list."""


class ListedPage(Protocol):
    """What the client needs to know about a page."""

    @property
    def total(self) -> int | None:
        """Entries on all pages, as the API says; only for display, as it may be wrong."""

    @property
    def following(self) -> str | None:
        """The address of the next page, not yet checked."""


PageT = TypeVar("PageT", bound=ListedPage)


class Listing(Protocol[PageT]):
    """One list, requested once from its first page to its last."""

    @property
    def resource(self) -> Resource:
        """What the list contains, for errors."""

    def read(self, body: bytes, hide: Hide) -> Sliced[PageT]:
        """The page in the body of an answer with status 200. Raises BadAnswer."""

    def add(self, page: PageT) -> None:
        """Record a page. Raises BadAnswer if requesting further pages is pointless."""


@dataclass(frozen=True)
class JsonPage:
    """One page: its objects in the order sent, with fractions as Decimals."""

    records: tuple[dict[str, object], ...]
    total: int | None
    following: str | None


class JsonListing:
    """A list of objects of any kind."""

    def __init__(self, resource: Resource, most_pages: int = MOST_PAGES) -> None:
        self.resource = resource
        self._most_pages = most_pages
        self._pages = self._empty_pages = 0

    def read(self, body: bytes, hide: Hide) -> Sliced[JsonPage]:  # noqa: ARG002
        """See `Listing`."""
        yield 0
        document = json_object(body) or {}
        results, following = document.get("results"), document.get("next")
        if not isinstance(results, list) or not isinstance(following, str | None):
            raise BadAnswer(
                f"The API's answer is not a list of {self.resource.contents}", TRY_LATER
            )
        records = tuple(each for each in results if isinstance(each, dict))
        if len(records) < len(results):
            raise BadAnswer(
                f"The API's list of {self.resource.contents} holds something else", TRY_LATER
            )
        return JsonPage(records, total_of(document), following)

    def add(self, page: JsonPage) -> None:
        """See `Listing`."""
        self._pages += 1
        self._empty_pages = 0 if page.records else self._empty_pages + 1
        if page.following is not None and (
            self._pages >= self._most_pages or self._empty_pages >= MOST_EMPTY_PAGES
        ):
            raise BadAnswer(
                f"The API's list of {self.resource.contents} does not come to an end", TRY_LATER
            )


def total_of(document: dict[str, object]) -> int | None:
    """The number of entries on all pages, if the page states a plausible one."""
    said = document.get("count")
    return said if isinstance(said, int) and 0 <= said <= 10_000_000 else None
