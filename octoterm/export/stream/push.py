"""Sends lines to the write address of an InfluxDB or a VictoriaMetrics. No other module talks to
such a server. Its token is sent only to it; the supplier's API key is never sent to it."""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import count

import httpx

from octoterm import __version__
from octoterm.errors import OctotermError, UsageError
from octoterm.safe_text import clean, without_error_number

LINES_AT_ONCE = 5_000
"""The size of a batch that InfluxDB recommends."""
DEADLINE = 30.0
"""Seconds for a request."""
PAUSES = (1.0, 2.0, 4.0, 8.0)
"""Seconds to wait before each repetition of a request that may succeed later."""
LONGEST_PAUSE = 60.0
"""Seconds: the longest pause that a server may ask for."""
CERTIFICATE = "CERTIFICATE_VERIFY_FAILED"
"""Part of the error for a server that is not trusted, which waiting does not change."""
LONGEST_ANSWER = 1 << 12
"""Bytes to read of an answer."""
FOR_NOW = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Answers after which the same request may succeed later."""


class Refused(OctotermError):
    """The server has not taken the readings; they remain in octoterm's files."""


class Server:
    """A server that takes lines in batches."""

    def __init__(
        self,
        url: str,
        token: str = "",
        *,
        is_compressed: bool = False,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        """Raises UsageError if the address or the token is not valid."""
        self._url = _address(url)
        _check_token(token, self._url)
        self._name = clean(f"{self._url.host}:{self._url.port or _port(self._url)}", 80)
        self._is_compressed = is_compressed
        self._sleep = sleep
        self._headers = {"User-Agent": f"octoterm/{__version__}"}
        if is_compressed:
            self._headers["Content-Encoding"] = "gzip"
        if token:
            self._headers["Authorization"] = token if " " in token else f"Token {token}"
        self._client = httpx.Client(
            transport=transport, timeout=DEADLINE, trust_env=False, follow_redirects=False
        )

    def send(self, texts: Iterable[str]) -> int:
        """Send all lines of the texts, in batches, and return how many there were. Raises Refused
        if a batch is not taken; those before it have been."""
        sent = 0
        with self._client:
            for batch in _batches(texts):
                self._send(batch)
                sent += len(batch)
        return sent

    def _send(self, lines: list[str]) -> None:
        body = "".join(lines).encode()
        content = gzip.compress(body, 6, mtime=0) if self._is_compressed else body
        for attempt in count():
            pause = PAUSES[attempt] if attempt < len(PAUSES) else None
            try:
                answer, said = self._post(content)
            except httpx.TransportError as error:
                if pause is None or CERTIFICATE in str(error):
                    raise Refused(
                        f"{self._name} cannot be reached: {_reason(error)}",
                        "Check the address, and that the server is running",
                    ) from None
            else:
                if answer.is_success:
                    return
                if pause is None or answer.status_code not in FOR_NOW:
                    raise self._refusal(answer, said)
                pause = max(pause, min(_asked_for(answer), LONGEST_PAUSE))
            self._sleep(pause)

    def _post(self, content: bytes) -> tuple[httpx.Response, str]:
        """The answer, and the beginning of its text without any secret that it repeats."""
        said = b""
        with self._client.stream(
            "POST", self._url, content=content, headers=self._headers
        ) as answer:
            for piece in answer.iter_raw():  # not decoded: compressed text is not shown
                said += piece
                if len(said) > LONGEST_ANSWER:
                    break
        text = said[:LONGEST_ANSWER].decode(errors="replace")
        authorization = answer.request.headers.get("Authorization", "").rpartition(" ")[2]
        for secret in filter(None, (authorization, self._url.password)):
            text = text.replace(secret, "…")
        return answer, text

    def _refusal(self, answer: httpx.Response, answered: str) -> Refused:
        code = answer.status_code
        if answer.is_redirect:
            return Refused(
                f"{self._name} redirects to another address, which octoterm does not follow",
                "Give the address of the server itself",
            )
        if code in (401, 403):
            return Refused(
                f"{self._name} does not accept the token ({code})",
                "Put a token with write access into $OCTOTERM_PUSH_TOKEN",
            )
        if code == 404:
            return Refused(
                f"{self._name} has nothing at this path (404)",
                "VictoriaMetrics takes lines at /write, "
                "InfluxDB 2 at /api/v2/write?org=ORG&bucket=BUCKET",
            )
        said = clean(answered, 200)
        return Refused(f"{self._name} refuses the readings ({code}){': ' + said if said else ''}")


def _address(url: str) -> httpx.URL:
    try:
        found = httpx.URL(url)
        found.host.encode("idna")  # as the look-up of the name does
    except (httpx.InvalidURL, ValueError):
        found = httpx.URL()
    is_port = found.port is None or 0 < found.port < 1 << 16
    if found.scheme not in ("http", "https") or not found.host or not is_port:
        raise UsageError("--push needs the address of a server", "Such as http://HOST:8428/write")
    return found


def _check_token(token: str, url: httpx.URL) -> None:
    """Raises UsageError."""
    if not (token.isascii() and (token.isprintable() or not token)):
        raise UsageError(
            "The token in $OCTOTERM_PUSH_TOKEN has line breaks or other signs that no token has",
            "Set it again: one line of letters, digits and punctuation",
        )
    if token and url.userinfo:
        raise UsageError(
            "The address of --push has a password, and there is a token too",
            "Leave one of them out",
        )


def _port(url: httpx.URL) -> int:
    return 443 if url.scheme == "https" else 80


def _reason(error: httpx.TransportError) -> str:
    if isinstance(error, httpx.TimeoutException):
        return f"no answer in {DEADLINE:g} seconds"
    return without_error_number(clean(str(error), 120)) or "the connection failed"


def _asked_for(answer: httpx.Response) -> float:
    """The pause that the server asks for, in seconds; 0 if it asks for none."""
    asked = answer.headers.get("Retry-After", "")
    return float(asked) if asked.isascii() and asked.isdigit() else 0.0


def _batches(texts: Iterable[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    for text in texts:
        batch += text.splitlines(keepends=True)
        while len(batch) >= LINES_AT_ONCE:
            yield batch[:LINES_AT_ONCE]
            batch = batch[LINES_AT_ONCE:]
    if batch:
        yield batch
