"""The Octopus Energy REST API: authentication, pages, retries.

Beside the simulated household, this is the only module that knows httpx. What it promises:

- The key goes to the scheme, host and port of the meter's own URL and nowhere else: it is added
  request by request, after the address has been looked at.
- No request lasts longer than its deadline or is made more than four times, no answer is read
  beyond ten megabytes, and no chain of pages goes on without bringing readings, or with so few
  on each that it would hardly end.
- Whatever goes wrong comes out as an ApiError whose text is fit to be shown.
"""

from __future__ import annotations

import asyncio
import logging
import math
import random
import re
import ssl
import time
import zlib
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from itertools import count
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import httpx

from octoterm import __version__
from octoterm.errors import (
    ApiError,
    BadAnswer,
    Offline,
    Throttled,
    TooSlow,
    UntrustedServer,
    WrongOrigin,
)
from octoterm.octopus import consumption_pages
from octoterm.octopus.consumption_pages import TRY_LATER, Page
from octoterm.octopus.dns import leave_lookups_behind
from octoterm.octopus.page_chain import PageChain
from octoterm.octopus.prefetch import Ahead
from octoterm.runtime.slices import give_way, in_slices
from octoterm.safe_text import clean

if TYPE_CHECKING:
    from octoterm.household.api_key import ApiKey

Transport: TypeAlias = httpx.AsyncBaseTransport
Sleep: TypeAlias = Callable[[float], Awaitable[object]]

MOST_TRIES = 4
DEADLINE = 30.0
"""Seconds for one try, from connecting to the last byte."""
LONGEST_WAIT = 30.0
"""Seconds. An API that asks for more is not waited for."""
MOST_REQUESTS = 4
"""Made at once, over all meters of a sync."""
MOST_BYTES = 10_000_000
"""Of one answer, decompressed; a full page has three million."""
PAGES_AHEAD = 3
"""Asked for while one is looked at."""
MOST_REDIRECTS = 3
NO_REASON = "All connection attempts failed"
"""What httpx says when it knows no more than that."""

# They write down what a server sends, at the level DEBUG, and a server can send the key back.
for _name in ("httpx", *(f"httpcore.{part}" for part in ("connection", "http11", "proxy"))):
    logging.getLogger(_name).disabled = True

_PAGE = re.compile(rb"((?:^|&)page=)\d+")
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True)
class Retry:
    """A request failed with `why` and is made again after `seconds`."""

    seconds: float
    why: ApiError


class _Answer(NamedTuple):
    status: int
    headers: httpx.Headers
    body: bytes


class OctopusClient:
    """Reads one meter's consumption. Use it as `async with OctopusClient(…) as client:`."""

    def __init__(
        self,
        meter_url: str,
        api_key: ApiKey,
        *,
        transport: Transport | None = None,
        gate: asyncio.Semaphore | None = None,
        deadline: float = DEADLINE,
        sleep: Sleep = asyncio.sleep,
        jitter: Callable[[], float] = random.random,
        now: Callable[[], float] = time.time,
    ) -> None:
        """`meter_url` is the consumption endpoint; `gate` limits the requests made at once.

        Raises ApiError where the URL, or the environment's proxy or certificates, are unusable.
        """
        self._url = _url(meter_url)
        self._api_key = api_key
        self._hidden = api_key.hidden_in
        self._gate = gate or asyncio.Semaphore(MOST_REQUESTS)
        self._deadline = deadline
        self._sleep = sleep
        self._jitter = jitter
        self._now = now
        try:
            self._http = httpx.AsyncClient(
                transport=transport,
                verify=self._url.scheme == "https" and _tls(),
                # A proxy sees nothing of https. Plain http is for this machine only, and there
                # a proxy would be another host that gets the key.
                trust_env=self._url.scheme == "https",
                timeout=None,  # the deadline is around the request as a whole
                headers={
                    "User-Agent": f"octoterm/{__version__} (python-httpx/{httpx.__version__})",
                    "Accept": "application/json",
                    "Accept-Encoding": "gzip",
                },
            )
        except (ImportError, OSError, ValueError, httpx.InvalidURL):
            raise Offline(
                "The proxy or the certificates that the environment names cannot be used",
                "Look at HTTPS_PROXY, ALL_PROXY, SSL_CERT_FILE and SSL_CERT_DIR",
            ) from None

    async def __aenter__(self) -> OctopusClient:
        leave_lookups_behind()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.aclose()

    async def consumption(
        self, *, period_from: int, newest_first: bool, page_size: int = 25_000
    ) -> AsyncGenerator[Page | Retry, None]:
        """Every page of readings from `period_from` (UTC seconds) to now.

        While one is looked at, the next are on their way. There is no `period_to`: where the
        machine's clock is wrong, "now" would be too. Close the iterator (`contextlib.aclosing`)
        if it is left early. Raises ApiError.
        """
        params = {
            "period_from": datetime.fromtimestamp(period_from, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "page_size": str(page_size),
        }
        if not newest_first:
            params["order_by"] = "period"
        url: httpx.URL | None = self._url.copy_merge_params(params)
        trail = _Trail()
        async with Ahead(self._get) as ahead:
            while url is not None:
                for tries in count(1):
                    try:
                        body = await ahead.answer(url)
                        break
                    except ApiError as error:
                        failure = error
                    await ahead.expect()
                    wait = self._wait_before_retry(failure, tries)
                    yield Retry(wait, failure)
                    await self._sleep(wait)
                page = await in_slices(consumption_pages.read_page(body, self._hidden))
                url, astray = trail.after(url, page)
                await ahead.expect(*_likely(url, page.total))
                yield page
                if astray is not None:
                    raise astray

    async def _get(self, url: httpx.URL) -> bytes:
        """The body at `url`, or where it redirects to within the same origin."""
        for _ in range(1 + MOST_REDIRECTS):
            answer = await self._request(url)
            if answer.status == 200:
                return answer.body
            location = answer.headers.get("location")
            if answer.status not in _REDIRECTS or location is None:
                raise consumption_pages.refusal(*answer, hide=self._hidden, now=self._now())
            url = _url(location, url)
        raise BadAnswer("The API redirects again and again", TRY_LATER)

    async def _request(self, url: httpx.URL) -> _Answer:
        """One try. The only place from which the key leaves this machine."""
        if _origin(url) != _origin(self._url) or url.userinfo:
            raise WrongOrigin(
                f"The API points to another server, {clean(self._hidden(url.host), 60)}",
                "The API key was not sent there. If this stays so, check the meter's URL",
            )
        try:
            async with self._gate, asyncio.timeout(self._deadline):
                auth = httpx.BasicAuth(self._api_key.reveal(), "")
                async with self._http.stream("GET", url, auth=auth) as response:
                    return await _answer(response)
        except TimeoutError:
            failure: ApiError = TooSlow(
                f"{url.host} did not answer within {self._deadline:g} seconds", TRY_LATER
            )
        except httpx.HTTPError as error:
            failure = _no_connection(url.host, error, self._hidden)
        except (httpx.InvalidURL, ValueError):  # from httpx's own look at where a redirect leads
            failure = BadAnswer("The API redirects to an impossible address", TRY_LATER)
        # Outside the handlers: so it drags no frame of httpx along, where the key is a local.
        raise failure

    def _wait_before_retry(self, failure: ApiError, tries: int) -> float:
        """Seconds until the next try. Raises `failure` where there is to be none."""
        asked = (failure.retry_after or 0.0) if isinstance(failure, Throttled) else 0.0
        if not failure.worth_retrying or tries == MOST_TRIES or asked > LONGEST_WAIT:
            raise failure
        # Up to half as much again, or half as little: those who failed together come back apart.
        return max(asked, (0.5 + self._jitter()) * 2.0 ** (tries - 1))


class _Trail:
    """Where a chain of pages led so far."""

    def __init__(self) -> None:
        self._visited: set[httpx.URL] = set()
        self._chain = PageChain()

    def after(self, url: httpx.URL, page: Page) -> tuple[httpx.URL | None, BadAnswer | None]:
        """Where the page at `url` leads on to, and why not, if it leads astray."""
        self._visited.add(url)
        try:
            self._chain.add(page)
            following = None if page.following is None else _url(page.following, url)
            if following in self._visited:
                raise BadAnswer("The API's pages lead round in a circle", TRY_LATER)
        except BadAnswer as error:
            return None, error
        return following, None


def _likely(url: httpx.URL | None, total: int | None) -> list[httpx.URL]:
    """The next page, at `url`, and those that will most likely follow it, of `total` readings."""
    if url is None:
        return []
    page, size = (_whole(url.params.get(name, "")) for name in ("page", "page_size"))
    if not page or not size:
        return [url]
    further = range(page + 1, min(page + PAGES_AHEAD, math.ceil((total or 0) / size) + 1))
    # In the text: putting parameters together anew might write the rest in another way.
    queries = (_PAGE.sub(rb"\g<1>%d" % each, url.query) for each in further)
    return [url, *(url.copy_with(query=query) for query in queries)]


def _whole(text: str) -> int | None:
    """The number in `text`, if it is one that pages may have."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else None


def _no_connection(host: str, error: httpx.HTTPError, hide: consumption_pages.Hide) -> ApiError:
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLCertVerificationError):
        cause = cause.__cause__ or cause.__context__
    if cause is not None:
        return UntrustedServer(
            f"{host} cannot show that it is the real one: {clean(hide(cause.verify_message))}",
            "The API key was not sent. Check this machine's clock, certificates and network",
        )
    reason = clean(hide(str(error)))
    return Offline(
        f"No connection to {host}" + (f": {reason}" if reason not in ("", NO_REASON) else ""),
        "Check the network; what is stored stays",
    )


async def _answer(response: httpx.Response) -> _Answer:
    """The whole answer. Raises BadAnswer where it should be readings and cannot be read."""
    body = b""
    try:
        body = await _body(response)
    except BadAnswer:  # that it is an error, and which, is in the status
        if response.status_code == 200:
            raise
    return _Answer(response.status_code, response.headers, body)


async def _body(response: httpx.Response) -> bytes:
    """The decompressed body. Raises BadAnswer rather than read beyond the most it may have.

    httpx would decompress for us, but a small piece of gzip can hold a thousand times its size;
    and a large one can hold nothing.
    """
    encoding = response.headers.get("content-encoding", "identity").lower()
    if encoding not in ("gzip", "identity"):
        raise BadAnswer("The API's answer is compressed in an unknown way", TRY_LATER)
    gunzip = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    body = bytearray()
    async for piece in response.aiter_raw():
        await give_way()
        try:
            room = MOST_BYTES + 1 - len(body)
            body += gunzip.decompress(piece, room) if encoding == "gzip" else piece
        except zlib.error:
            raise BadAnswer("The API's answer is damaged", TRY_LATER) from None
        if max(len(body), response.num_bytes_downloaded) > MOST_BYTES:
            raise BadAnswer("The API's answer is far too large", TRY_LATER)
        if gunzip.unused_data:
            break
    if encoding == "gzip" and (gunzip.unused_data or not gunzip.eof):
        raise BadAnswer("The API's answer is damaged", TRY_LATER)
    return bytes(body)


def _url(text: str, base: httpx.URL | None = None) -> httpx.URL:
    """Raises BadAnswer where `text`, seen from `base`, is no URL."""
    try:
        url = (base.join(text) if base else httpx.URL(text)).copy_with(fragment=None)
        _origin(url)  # decodes the host, which can fail as well
    except (httpx.InvalidURL, ValueError):
        raise BadAnswer(
            "The API, or the configuration, names an impossible address",
            "Check the meter's URL; if it is right, try again later",
        ) from None
    return url


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    """Scheme, host and port; httpx leaves out the port that the scheme implies."""
    return url.scheme, url.host, url.port


def prepare() -> None:
    """Do now, in a thread for one, what the first client would have to wait for."""
    with suppress(OSError, ValueError):  # the client will say what is wrong
        _tls()


@cache
def _tls() -> ssl.SSLContext:
    """Reading the certificates takes longer than all else in making a client: once is enough."""
    return httpx.create_ssl_context()
