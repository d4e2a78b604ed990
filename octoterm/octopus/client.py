"""A client for the Octopus Energy REST API: any endpoint of one origin, with or without a key.

Apart from the simulated household, this is the only module that uses httpx. It guarantees:

- The key is only sent to the scheme, host and port it is meant for: it is added to each request
  after the address has been checked.
- No request takes longer than its deadline or is made more than four times (`retries`); no answer
  is read beyond ten megabytes (`body`); pages are not followed in a circle (`_Trail`) or for ever
  (each `listing` has its limit).
- Every failure is an ApiError whose text is safe to show (`refusals`).
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
from socket import gaierror
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
from octoterm.safe_text import clean, without_error_number

if TYPE_CHECKING:
    from octoterm.household.api_key import ApiKey

Transport: TypeAlias = httpx.AsyncBaseTransport
Sleep: TypeAlias = Callable[[float], Awaitable[object]]

DEADLINE = 30.0
"""Seconds for one try, from connecting to the last byte."""
MOST_REQUESTS = 4
"""Concurrent requests, over all meters of a sync."""
PAGES_AHEAD = 3
"""Pages requested while one is being processed."""
MOST_REDIRECTS = 3
NO_REASON = "All connection attempts failed"
"""httpx's message if the reason is unknown."""

# At level DEBUG these log what a server sends, and a server could send the key back.
for _name in ("httpx", *(f"httpcore.{part}" for part in ("connection", "http11", "proxy"))):
    logging.getLogger(_name).disabled = True

_PAGE = re.compile(rb"((?:^|&)page=)\d+")
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class _Answer(NamedTuple):
    status: int
    headers: httpx.Headers
    body: bytes


class OctopusClient:
    """A client for one API. Use it as `async with OctopusClient(…) as client:`."""

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
        """`url` is any address of the API: only its scheme, host and port receive requests and the
        `api_key`, which public endpoints do not need. `gate` limits concurrent requests.

        Raises ApiError if the URL, or the environment's proxy or certificates, cannot be used.
        """
        self._url = _url(url)
        self._api_key = api_key
        self._hidden: Hide = api_key.hidden_in if api_key else str
        self._gate = gate or asyncio.Semaphore(MOST_REQUESTS)
        self._deadline = deadline
        self._sleep = sleep
        self._jitter = jitter
        self._now = now
        self.requests = 0
        """Requests made so far, including failed ones and those made in advance."""
        self.date_of_last_answer = ""
        """The `Date` of the last answer, as it was sent; empty before the first."""
        try:
            self._http = httpx.AsyncClient(
                transport=transport,
                verify=self._url.scheme == "https" and _tls(),
                # A proxy cannot read https. Plain http is for this machine only, and a proxy would
                # be another host that receives the key.
                trust_env=self._url.scheme == "https",
                timeout=None,  # the deadline applies to the whole request
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
        """Every page of the list at `path`, which may be a whole URL, as `listing` reads them; and
        a Retry before each repeated request.

        The next pages are requested while one is processed. Close the iterator
        (`contextlib.aclosing`) to stop early. Raises ApiError.
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
                            await prefetcher.cancel_all()
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

        `waiting` is called before each wait for another try. Raises ApiError.
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
        """The result of `ask`, after a Retry for each failed try. Raises ApiError."""
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
        """The address of `path` with these parameters. Raises BadAnswer."""
        return _url(path, self._url).copy_merge_params(dict(params))

    async def _get(self, url: httpx.URL, resource: Resource) -> bytes:
        """The body at `url`, following redirects within the same origin. Raises ApiError."""
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
        """Make one request. This is the only place that sends the key. Raises ApiError."""
        if _origin(url) != _origin(self._url) or url.userinfo:
            raise WrongOrigin(
                f"The API points to another server, {clean(self._hidden(url.host), 60)}",
                "The API key was not sent there. If this stays so, check the meter's URL"
                if self._api_key
                else "Nothing was asked there. A newer octoterm may be needed",
            )
        try:
            async with self._gate, asyncio.timeout(self._deadline):
                self.requests += 1
                auth = httpx.BasicAuth(self._api_key.reveal(), "") if self._api_key else None
                async with self._http.stream("GET", url, auth=auth) as response:
                    self.date_of_last_answer = response.headers.get("date", "")
                    return await _answer(response)
        except TimeoutError:
            failure: ApiError = TooSlow(
                f"{url.host} did not answer within {self._deadline:g} seconds", TRY_LATER
            )
        except httpx.HTTPError as error:
            failure = _no_connection(url.host, error, self._hidden)
        except (httpx.InvalidURL, ValueError):  # httpx parses the target of a redirect itself
            failure = BadAnswer("The API redirects to an impossible address", TRY_LATER)
        # Raised outside the handlers, so that no frame of httpx with the key is attached.
        raise failure


class _Trail:
    """The pages of one list visited so far."""

    def __init__(self) -> None:
        self._visited: set[httpx.URL] = set()

    def after(
        self, url: httpx.URL, page: PageT, listing: Listing[PageT]
    ) -> tuple[httpx.URL | None, BadAnswer | None]:
        """The address after the page at `url`, and an error if the pages must not be followed
        further."""
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
    """The next page, at `url`, and the likely pages after it, if there are `total` entries."""
    if url is None:
        return []
    page, size = (_whole(url.params.get(name, "")) for name in ("page", "page_size"))
    if not page or not size:
        return [url]
    further = range(page + 1, min(page + PAGES_AHEAD, math.ceil((total or 0) / size) + 1))
    # Replace the number in the text: encoding all parameters again might change the others.
    queries = (_PAGE.sub(rb"\g<1>%d" % each, url.query) for each in further)
    return [url, *(url.copy_with(query=query) for query in queries)]


def _whole(text: str) -> int | None:
    """The number in `text`, if it is a plausible page number or page size."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else None


def _no_connection(host: str, error: httpx.HTTPError, hide: Hide) -> ApiError:
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLCertVerificationError | gaierror):
        cause = cause.__cause__ or cause.__context__
    if isinstance(cause, ssl.SSLCertVerificationError):
        return UntrustedServer(
            f"{host} cannot show that it is the real one: {clean(hide(cause.verify_message))}",
            "The API key was not sent. Check this machine's clock, certificates and network",
        )
    reason = "its address is unknown"
    if cause is None:
        reason = without_error_number(clean(hide(str(error))))
    return Offline(
        f"No connection to {host}" + (f": {reason}" if reason not in ("", NO_REASON) else ""),
        "Check your network",
    )


async def _answer(response: httpx.Response) -> _Answer:
    """The whole answer. Raises BadAnswer if its status is 200 but its body cannot be read."""
    body = b""
    try:
        encoding = response.headers.get("content-encoding", "identity").lower()
        body = await read_body(response.aiter_raw(), encoding)
    except BadAnswer:  # for any other status, the status says what is wrong
        if response.status_code == 200:
            raise
    return _Answer(response.status_code, response.headers, body)


def _url(text: str, base: httpx.URL | None = None) -> httpx.URL:
    """The URL in `text`, relative to `base`. Raises BadAnswer if it is not a URL."""
    try:
        url = (base.join(text) if base else httpx.URL(text)).copy_with(fragment=None)
        _origin(url)  # decodes the host, which can fail too
    except (httpx.InvalidURL, ValueError):
        raise BadAnswer(
            "The API, or the configuration, names an impossible address",
            "Check the meter's URL; if it is right, try again later",
        ) from None
    return url


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    """Scheme, host and port; httpx omits the scheme's default port."""
    return url.scheme, url.host, url.port


def prepare() -> None:
    """Load the certificates in advance, for example in a thread, so that the first client does not
    wait for them."""
    with suppress(OSError, ValueError):  # the client reports errors
        _tls()


@cache
def _tls() -> ssl.SSLContext:
    """The TLS context, cached, as reading the certificates is the slowest part of making a
    client."""
    return httpx.create_ssl_context()
