"""Sending lines to a time series database."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable, Iterator
from itertools import count

import httpx
import pytest

from octoterm.errors import UsageError
from octoterm.export.stream.push import LINES_AT_ONCE, PAUSES, Refused, Server

URL = "http://db.invalid:8428/write"
Answer = Callable[[httpx.Request], httpx.Response]


class Database:
    """Answers in turn, the last answer for ever, and keeps what it has taken."""

    def __init__(self, *answers: int | Exception | httpx.Response) -> None:
        self.answers = list(answers)
        self.asked: list[httpx.Request] = []
        self.taken: list[str] = []
        self.waited: list[float] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        response = answer if isinstance(answer, httpx.Response) else httpx.Response(answer)
        if response.is_stream_consumed:  # as it is until a client reads it
            stream = httpx.ByteStream(response.content)
            response = httpx.Response(
                response.status_code, headers=response.headers, stream=stream
            )
        if response.is_success:
            body = request.content
            if request.headers.get("Content-Encoding") == "gzip":
                body = gzip.decompress(body)
            self.taken += body.decode().splitlines(keepends=True)
        return response

    def server(self, token: str = "", *, url: str = URL, is_compressed: bool = False) -> Server:
        return Server(
            url,
            token,
            is_compressed=is_compressed,
            transport=httpx.MockTransport(self),
            sleep=self.waited.append,
        )


LINES = [f"octoterm kwh=0.1 {number}\n" for number in range(LINES_AT_ONCE + 10)]


@pytest.mark.parametrize("is_compressed", [False, True])
def test_lines_are_sent_in_batches(is_compressed: bool) -> None:
    database = Database(204)
    server = database.server(is_compressed=is_compressed)
    assert server.send(["".join(LINES[:7]), "".join(LINES[7:])]) == len(LINES)
    assert database.taken == LINES
    assert len(database.asked) == 2


def test_nothing_is_sent_of_nothing() -> None:
    database = Database(204)
    assert database.server().send([]) == 0
    assert database.asked == []


@pytest.mark.parametrize("fault", [429, 500, 503, httpx.ConnectError("refused")])
def test_what_fails_for_now_is_sent_again(fault: int | Exception) -> None:
    database = Database(fault, fault, 204)
    database.server().send(LINES[:3])
    assert database.taken == LINES[:3]
    assert database.waited == list(PAUSES[:2])


def test_a_server_that_is_not_trusted_is_not_asked_again() -> None:
    database = Database(httpx.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED] self-signed"))
    with pytest.raises(Refused, match="self-signed"):
        database.server("secret").send(LINES[:1])
    assert database.waited == []


def test_a_server_may_ask_for_a_longer_pause_but_not_for_hours() -> None:
    later = [httpx.Response(429, headers={"Retry-After": asked}) for asked in ("30", "9000", "x")]
    database = Database(*later, 204)
    database.server().send(LINES[:1])
    assert database.waited == [30.0, 60.0, PAUSES[2]]


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (401, "does not accept the token"),
        (404, "has nothing at this path"),
        (400, "refuses the readings (400): unable to parse"),
        (503, "refuses the readings (503)"),
        (
            httpx.ConnectError("[Errno 111] Connection refused"),
            "cannot be reached: Connection refused",
        ),
        (httpx.ReadTimeout("slow"), "no answer in 30 seconds"),
    ],
)
def test_what_stays_wrong_is_said_in_words(fault: int | Exception, words: str) -> None:
    wrong = httpx.Response(400, text="unable to\nparse") if fault == 400 else fault
    with pytest.raises(Refused) as refused:
        Database(wrong).server().send(LINES[:1])
    assert words in str(refused.value)
    assert "db.invalid:8428" in str(refused.value)


def test_the_token_goes_to_its_own_host_only() -> None:
    database = Database(httpx.Response(307, headers={"Location": "http://elsewhere.invalid/"}))
    with pytest.raises(Refused, match="another address"):
        database.server("secret").send(LINES[:1])
    assert [request.url.host for request in database.asked] == ["db.invalid"]
    assert database.asked[0].headers["Authorization"] == "Token secret"


def test_another_kind_of_token_is_sent_as_it_is() -> None:
    database = Database(204)
    database.server("Bearer secret").send(LINES[:1])
    assert database.asked[0].headers["Authorization"] == "Bearer secret"


def test_an_answer_is_shown_without_what_it_repeats_of_a_secret() -> None:
    for token, url in (("s3cret", URL), ("", "http://me:s3cret@db.invalid/write")):
        echo = Database(httpx.Response(400, text="s3cret bWU6czNjcmV0"))
        with pytest.raises(Refused) as refused:
            echo.server(token, url=url).send(LINES[:1])
        assert "s3cret" not in str(refused.value)
        assert url == URL or "bWU6czNjcmV0" not in str(refused.value)


def test_a_damaged_or_endless_answer_is_a_refusal_like_others() -> None:
    parts = (b"no " * 100 for _ in count())
    for answer in (
        httpx.Response(400, headers={"Content-Encoding": "gzip"}, stream=Body([b"damaged"])),
        httpx.Response(400, stream=Body(parts)),
    ):
        with pytest.raises(Refused, match="refuses the readings"):
            Database(answer).server().send(LINES[:1])


class Body(httpx.SyncByteStream):
    """What a server sends, piece by piece."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self.pieces = pieces

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.pieces)


@pytest.mark.parametrize("token", ["two\nlines", "caf\xe9"])
def test_what_is_no_token_is_refused_without_being_shown(token: str) -> None:
    with pytest.raises(UsageError, match="PUSH_TOKEN") as refused:
        Database(204).server(token)
    assert token[:3] not in str(refused.value)


def test_a_password_and_a_token_are_not_sent_together() -> None:
    with pytest.raises(UsageError, match="Leave one"):
        Database(204).server("secret", url="http://me:pass@db.invalid/write")


NO_ADDRESSES = (
    *("", "db:8428", "ftp://db/", "http://", "write"),
    *("http://db:99999/", "http://db:0/", f"http://{'a' * 64}.uk/", "http://a..b/", "http://[::1"),
)


@pytest.mark.parametrize("url", NO_ADDRESSES)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(UsageError, match="address of a server"):
        Database(204).server(url=url)
