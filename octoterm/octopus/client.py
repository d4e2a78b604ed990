"""The Octopus Energy REST API: any endpoint of one origin, with a key or without one.

Beside the simulated household, this is the only module that knows httpx. What it promises:

- The key goes to the scheme, host and port that it is meant for and nowhere else: it is added
  request by request, after the address has been looked at.
- No request lasts longer than its deadline or is made more than four times (`retries`), no
  answer is read beyond ten megabytes (`body`), no pages are followed in a circle (`_Trail`) or for
  ever (each `listing` knows how long is too long).
- Whatever goes wrong comes out as an ApiError whose text is fit to be shown (`refusals`).
"""

from __future__ import annotations

import asyncio
import logging
import math
import random
import re
import ssl
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import aclosing, suppress
from functools import cache, partial
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import httpx

from octoterm import __version__
from octoterm.errors import ApiError, BadAnswer, Offline, TooSlow, UntrustedServer, WrongOrigin
from octoterm.octopus.body import read_body
from octoterm.octopus.dns import end_without_lookups
from octoterm.octopus.listing import Listing, PageT
from octoterm.octopus.prefetching import Prefetcher
from octoterm.octopus.refusals import TRY_LATER, Hide, Resource, json_object, refusal
from octoterm.octopus.retries import Retries, Retry
from octoterm.runtime.slices import in_slices
from octoterm.safe_text import clean

if TYPE_CHECKING:
    from octoterm.household.api_key import ApiKey

Transport: TypeAlias = httpx.AsyncBaseTransport
Sleep: TypeAlias = Callable[[float], Awaitable[object]]

DEADLINE = 30.0
"""Seconds for one try, from connecting to the last byte."""
MOST_REQUESTS = 4
"""Made at once, over all meters of a sync."""
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


class _Answer(NamedTuple):
    status: int
    headers: httpx.Headers
    body: bytes


class OctopusClient:
    """Asks one API. Use it as `async with OctopusClient(…) as client:`."""

    def __init__(
        self,
        url: str,
        api_key: ApiKey | None = None,
        *,
        transport: Transport | None = None,
        gate: asyncio.Semaphore | None = None,
        deadline: float = DEADLINE,
        sleep: Sleep = asyncio.sleep,
        jitter: Callable[[], float] = random.random,
        now: Callable[[], float] = time.time,
    ) -> None:
        """`url` is any address of the API: only its scheme, host and port are asked, and told the
        `api_key`. What is public is asked without one. `gate` limits the requests made at once.

        Raises ApiError where the URL, or the environment's proxy or certificates, are unusable.
        """
        self._url = _url(url)
        self._api_key = api_key
        self._hidden: Hide = api_key.hidden_in if api_key else str
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
        end_without_lookups()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.aclose()

    async def pages(
        self, path: str, params: Mapping[str, str], listing: Listing[PageT]
    ) -> AsyncGenerator[PageT | Retry, None]:
        """Every page of the list at `path`, which may be a whole URL, as `listing` reads them.

        While one is looked at, the next are on their way. Close the iterator
        (`contextlib.aclosing`) if it is left early. Raises ApiError.
        """
        url: httpx.URL | None = self._address(path, params)
        trail = _Trail()
        ask = partial(self._get, resource=listing.resource)
        async with Prefetcher(ask) as prefetcher:
            while url is not None:
                body = b""
                async with aclosing(self._tries(partial(prefetcher.answer, url))) as tries:
                    async for outcome in tries:
                        if isinstance(outcome, Retry):
                            await prefetcher.ask_for()
                            yield outcome
                        else:
                            body = outcome
                page = await in_slices(listing.read(body, self._hidden))
                url, astray = trail.after(url, page, listing)
                await prefetcher.ask_for(*_likely(url, page.total))
                yield page
                if astray is not None:
                    raise astray

    async def one(
        self,
        path: str,
        params: Mapping[str, str],
        resource: Resource,
        *,
        waiting: Callable[[Retry], object] = lambda _: None,
    ) -> dict[str, object]:
        """The one JSON object at `path`, which may be a whole URL. Fractions are Decimals.

        `waiting` is told of each wait before another try. Raises ApiError.
        """
        body = b""
        ask = partial(self._get, self._address(path, params), resource)
        async with aclosing(self._tries(ask)) as tries:
            async for outcome in tries:
                if isinstance(outcome, Retry):
                    waiting(outcome)
                else:
                    body = outcome
        if (document := json_object(body)) is None:
            raise BadAnswer(f"The API's answer is no {resource.contents}", TRY_LATER)
        return document

    async def _tries(
        self, ask: Callable[[], Awaitable[bytes]]
    ) -> AsyncGenerator[bytes | Retry, None]:
        """What `ask` brings in the end, after a Retry for each wait before another try."""
        retries = Retries(self._jitter)
        while True:
            try:
                body = await ask()
                break
            except ApiError as error:
                failure = error
            retry = retries.after(failure)
            yield retry
            await self._sleep(retry.seconds)
        yield body

    def _address(self, path: str, params: Mapping[str, str]) -> httpx.URL:
        """Raises BadAnswer."""
        return _url(path, self._url).copy_merge_params(dict(params))

    async def _get(self, url: httpx.URL, resource: Resource) -> bytes:
        """The body at `url`, or where it redirects to within the same origin."""
        for _ in range(1 + MOST_REDIRECTS):
            answer = await self._request(url)
            if answer.status == 200:
                return answer.body
            location = answer.headers.get("location")
            if answer.status not in _REDIRECTS or location is None:
                raise refusal(
                    *answer,
                    of=resource,
                    hide=self._hidden,
                    now=self._now(),
                    with_key=self._api_key is not None,
                )
            url = _url(location, url)
        raise BadAnswer("The API redirects again and again", TRY_LATER)

    async def _request(self, url: httpx.URL) -> _Answer:
        """One try. The only place from which the key leaves this machine."""
        if _origin(url) != _origin(self._url) or url.userinfo:
            raise WrongOrigin(
                f"The API points to another server, {clean(self._hidden(url.host), 60)}",
                "The API key was not sent there. If this stays so, check the meter's URL"
                if self._api_key
                else "Nothing was asked there. A newer octoterm may be needed",
            )
        try:
            async with self._gate, asyncio.timeout(self._deadline):
                auth = httpx.BasicAuth(self._api_key.reveal(), "") if self._api_key else None
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


class _Trail:
    """Where a chain of pages led so far."""

    def __init__(self) -> None:
        self._visited: set[httpx.URL] = set()

    def after(
        self, url: httpx.URL, page: PageT, listing: Listing[PageT]
    ) -> tuple[httpx.URL | None, BadAnswer | None]:
        """Where the page at `url` leads on to, and why not, if it leads astray."""
        self._visited.add(url)
        try:
            listing.add(page)
            following = None if page.following is None else _url(page.following, url)
            if following in self._visited:
                raise BadAnswer("The API's pages lead round in a circle", TRY_LATER)
        except BadAnswer as error:
            return None, error
        return following, None


def _likely(url: httpx.URL | None, total: int | None) -> list[httpx.URL]:
    """The next page, at `url`, and those that will most likely follow it, of `total` entries."""
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


def _no_connection(host: str, error: httpx.HTTPError, hide: Hide) -> ApiError:
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
    """The whole answer. Raises BadAnswer where it should be a good one and cannot be read."""
    body = b""
    try:
        encoding = response.headers.get("content-encoding", "identity").lower()
        body = await read_body(response.aiter_raw(), encoding)
    except BadAnswer:  # that it is an error, and which, is in the status
        if response.status_code == 200:
            raise
    return _Answer(response.status_code, response.headers, body)


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
