"""Requests the distribution region of a postcode. No key is needed.

The postcode is used only in the query of this one request to the supplier's own host; no error
names it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from octoterm.errors import BadAnswer, NotFound, RequestRefused, UsageError
from octoterm.octopus.client import OctopusClient
from octoterm.octopus.refusals import TRY_LATER, Resource
from octoterm.octopus.retries import Retry
from octoterm.safe_text import visible

ADDRESS = "/v1/industry/grid-supply-points/"
REGIONS = Resource(name="postcode", contents="list of regions", if_unknown="")
CHECK = "Check it, or name the region by its letter"

_POSTCODE = re.compile(r"[0-9A-Z]{2,7}", re.ASCII)
_GROUP = re.compile(r"_([A-P])", re.ASCII)


async def request_region(
    client: OctopusClient, postcode: str, *, waiting: Callable[[Retry], object] = lambda _: None
) -> str:
    """The letter of the region that the postcode is in.

    `waiting` is called before each wait for another try. Raises ApiError, and UsageError if the
    supplier does not know the postcode, or names several regions for it.
    """
    tidy = "".join(visible(postcode).split()).upper()
    if not _POSTCODE.fullmatch(tidy):
        raise UsageError("This is no postcode", CHECK)
    try:
        document = await client.one(ADDRESS, {"postcode": tidy}, REGIONS, waiting=waiting)
    except (NotFound, RequestRefused):
        raise _unknown() from None
    results = document.get("results")
    if not isinstance(results, list):
        raise BadAnswer("The API's answer is no list of regions", TRY_LATER)
    named = (each.get("group_id") for each in results if isinstance(each, dict))
    groups = (_GROUP.fullmatch(each) for each in named if isinstance(each, str))
    letters = sorted({group[1] for group in groups if group})
    if not letters:
        raise _unknown()
    if len(letters) > 1:
        raise UsageError(
            f"This postcode is in several regions: {', '.join(letters)}",
            "Look at the last letter of your tariff's code, and name the region by it",
        )
    return letters[0]


def _unknown() -> UsageError:
    return UsageError("The supplier knows no such postcode", CHECK)
