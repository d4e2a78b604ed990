"""Requests a meter's half-hourly consumption, page by page."""

from __future__ import annotations

from collections.abc import AsyncGenerator

from octoterm.octopus.client import OctopusClient
from octoterm.octopus.consumption_pages import Page, read_page
from octoterm.octopus.page_chain import PageChain
from octoterm.octopus.refusals import Hide, Resource
from octoterm.octopus.retries import Retry
from octoterm.periods.london import utc_stamp
from octoterm.runtime.slices import Sliced

METER = Resource(
    name="meter",
    contents="readings",
    if_unknown="Check the MPAN, the serial number and whether it is electricity or gas",
    if_refused="Check the meter's URL; if it is right, a newer octoterm may be needed",
)


class ConsumptionListing:
    """The list of one meter's readings."""

    resource = METER

    def __init__(self) -> None:
        self._chain = PageChain()

    def read(self, body: bytes, hide: Hide) -> Sliced[Page]:
        """See `Listing`."""
        return read_page(body, hide)

    def add(self, page: Page) -> None:
        """See `Listing`."""
        self._chain.add(page)


def consumption(
    client: OctopusClient,
    meter_url: str,
    *,
    period_from: int,
    newest_first: bool,
    page_size: int = 25_000,
) -> AsyncGenerator[Page | Retry, None]:
    """Every page of readings from `period_from` (UTC seconds) on. See `OctopusClient.pages`.

    There is no `period_to`, as the machine's clock may be wrong.
    """
    params = {"period_from": utc_stamp(period_from), "page_size": str(page_size)}
    if not newest_first:
        params["order_by"] = "period"
    return client.pages(meter_url, params, ConsumptionListing())
