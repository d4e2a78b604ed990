"""Lists that the API gives page by page: how any of them is read. Pure: bytes in, records out.

The client asks for the pages; a `Listing` says what is on them and whether there is sense in
going on. Consumption has one of its own (`consumption`), which is faster and knows half hours;
`JsonListing` does for whatever else comes as `{"count", "next", "previous", "results"}`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, TypeVar

from octoterm.errors import BadAnswer
from octoterm.octopus.refusals import TRY_LATER, Hide, Resource, json_object
from octoterm.runtime.slices import Sliced

MOST_PAGES = 200
"""Of one list: at 100 records a page, which is the API's least, four years of half hours."""
MOST_EMPTY_PAGES = 20
"""In a row."""


class ListedPage(Protocol):
    """What the client needs to know of a page."""

    @property
    def total(self) -> int | None:
        """How many entries the API says there are over all pages: to show, not to rely on."""

    @property
    def following(self) -> str | None:
        """The address of the page after this one, unchecked."""


PageT = TypeVar("PageT", bound=ListedPage)


class Listing(Protocol[PageT]):
    """One list that is asked for once, from its first page to its last."""

    @property
    def resource(self) -> Resource:
        """What it is a list of."""

    def read(self, body: bytes, hide: Hide) -> Sliced[PageT]:
        """The page in the body of a good answer. Raises BadAnswer."""

    def add(self, page: PageT) -> None:
        """Take note of a page. Raises BadAnswer where there is no sense in asking for more."""


@dataclass(frozen=True)
class JsonPage:
    """One answer: the objects in it, in the order they came. Fractions are Decimals."""

    records: tuple[dict[str, object], ...]
    total: int | None
    following: str | None


class JsonListing:
    """A list of objects of any kind."""

    def __init__(self, resource: Resource) -> None:
        self.resource = resource
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
            self._pages >= MOST_PAGES or self._empty_pages >= MOST_EMPTY_PAGES
        ):
            raise BadAnswer(
                f"The API's list of {self.resource.contents} does not come to an end", TRY_LATER
            )


def total_of(document: dict[str, object]) -> int | None:
    """How many entries a page says there are over all pages, if it says so."""
    said = document.get("count")
    return said if isinstance(said, int) and 0 <= said <= 10_000_000 else None
