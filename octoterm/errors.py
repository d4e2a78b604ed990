"""Every error octoterm raises on purpose, in one tree.

Each carries a title (what is wrong) and a remedy (what a person can do about it),
both plain sentences without secrets, and the exit code of a command that fails with it.
"""

from __future__ import annotations

from typing import ClassVar


class OctotermError(Exception):
    """The root: something octoterm expected could go wrong, and did."""

    exit_code: ClassVar[int] = 1

    def __init__(self, title: str, remedy: str = "") -> None:
        self.title = title
        self.remedy = remedy
        super().__init__(title, remedy)

    def __str__(self) -> str:
        parts = (part.rstrip(".") for part in (self.title, self.remedy) if part)
        return " ".join(part if part.endswith("?") else f"{part}." for part in parts)


class UsageError(OctotermError):
    """The command line asks for something that does not exist."""

    exit_code = 2


class ConfigError(OctotermError):
    """The configuration is absent, unreadable or wrong: names the file and the key."""

    exit_code = 2


class ConfigNotFound(ConfigError):
    """There is no configuration anywhere octoterm looks."""

    def __init__(self, title: str, remedy: str = "", passed_over: tuple[str, ...] = ()) -> None:
        super().__init__(title, remedy)
        self.passed_over = passed_over
        """Sentences about files that are another program's."""


class StoreError(OctotermError):
    """A file of readings, or its folder, cannot be used."""

    exit_code = 3


class NotReadings(StoreError):
    """The file holds something other than half-hourly readings: left untouched."""


class Unreadable(StoreError):
    """The file cannot be read."""


class Unreachable(StoreError):
    """The file is where nothing is just now: a link leads to a folder that is not there."""


class Unwritable(StoreError):
    """The file cannot be written: what it held before is still there."""


class Busy(StoreError):
    """Another process has held the file's lock for too long."""


class ApiError(OctotermError):
    """A request to the API did not bring readings."""

    worth_retrying: ClassVar[bool] = False


class BadKey(ApiError):
    """401: the API key is wrong or absent."""


class Forbidden(ApiError):
    """403: this key may not read this meter."""


class NotFound(ApiError):
    """404: the API knows no such meter, account or tariff."""


class RequestRefused(ApiError):
    """400 and other answers that say the request itself is wrong."""


class WrongOrigin(ApiError):
    """The API points at another host: the key is not sent there."""


class BadAnswer(ApiError):
    """The answer is not what the API's contract says: not JSON, the wrong shape, too large."""


class Untrusted(ApiError):
    """TLS: the server's certificate does not say that it is the API. The key was not sent."""


class NoProgress(ApiError):
    """Nothing came for so long that a command gives up."""


class Throttled(ApiError):
    """429, or the edge's HTML 403: too many requests for now."""

    worth_retrying = True

    def __init__(self, title: str, remedy: str = "", retry_after: float | None = None) -> None:
        super().__init__(title, remedy)
        self.retry_after = retry_after
        """Seconds the API asks to wait, where it says."""


class ServerFailed(ApiError):
    """5xx: the API itself is in trouble."""

    worth_retrying = True


class TooSlow(ApiError):
    """No whole answer within the deadline."""

    worth_retrying = True


class Offline(ApiError):
    """No connection: no network, unknown host, refused, reset, no TLS."""

    worth_retrying = True
