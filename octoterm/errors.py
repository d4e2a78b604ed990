"""Every error that octoterm raises on purpose, with a command's exit code and the cause. Requests
that fail with an error marked `*` are repeated.

    OctotermError            1  an anticipated error
        UsageError           2  the command line asks for something that does not exist
        ConfigError          2  the configuration is absent, unreadable or wrong
            ConfigNotFound   2  there is no configuration where octoterm looks
                NotFilledIn  2  there is one, with fields that are still to be filled in
        FileError            3  a file, or its folder, cannot be used
            NotReadings      3  the file holds something other than half-hourly readings
            Unreadable       3  the file cannot be read
            BrokenLink       3  a link in the file's path leads to a folder that does not exist
            Unwritable       3  the file, or the output, cannot be written
            Busy             3  other programs have been writing the file for too long
        ApiError             1  a request to the API brought no readings
            BadKey           1  401: the API key is wrong or absent
            Forbidden        1  403: the key may not read this meter
            NotFound         1  404: Octopus does not know this meter, account or tariff
            RequestRefused   1  400 and others that say the request itself is wrong
            WrongOrigin      1  the API points at another host, to which the key is not sent
            BadAnswer        1  the answer breaks the API's contract: no JSON, for example
            UntrustedServer  1  the server's certificate cannot be verified
            NoProgress       1  a command gives up, as nothing came for too long
            Throttled        1* 429, or the edge's HTML 403: too many requests for now
            ServerFailed     1* 5xx: the API itself has problems
            TooSlow          1* no whole answer within the deadline
            Offline          1* no connection: no network, unknown host, refused, reset, no TLS

Each has a title (what is wrong) and a remedy (what the user can do), both plain sentences without
secrets. They are written where the error is raised: in `octopus/refusals` for the API's answers,
in `storage/file_errors` for the system's errors about files, in `config/sections` for the
configuration. Two modules raise a ValueError instead, to which other modules add the rest:
`config/values` says what is wrong with a value, and `config/sections` names its key;
`readings_csv/row` says what is wrong with a row (BadRow), and the code that reads the rows counts
the bad ones and quotes the first.
"""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar


class OctotermError(Exception):
    """The base class of all anticipated errors."""

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
    """The configuration is absent, unreadable or wrong; the title names the file and the key."""

    exit_code = 2


class ConfigNotFound(ConfigError):
    """There is no configuration where octoterm looks."""

    def __init__(self, title: str, remedy: str = "", passed_over: tuple[str, ...] = ()) -> None:
        super().__init__(title, remedy)
        self.passed_over = passed_over
        """Sentences about files that belong to another program."""


class NotFilledIn(ConfigNotFound):
    """There is a configuration, with fields that are still to be filled in."""

    def __init__(self, title: str, remedy: str, path: Path, fields: tuple[str, ...]) -> None:
        super().__init__(title, remedy)
        self.path = path
        """The configuration."""
        self.fields = fields
        """The fields, such as `mpan`, in the order of the file."""


class FileError(OctotermError):
    """A file, or its folder, cannot be used."""

    exit_code = 3


class NotReadings(FileError):
    """The file holds something other than half-hourly readings, and is left untouched."""


class Unreadable(FileError):
    """The file cannot be read."""


class BrokenLink(FileError):
    """A link in the file's path leads to a folder that does not exist or is not mounted."""


class Unwritable(FileError):
    """The file, or the output, cannot be written; a file's previous content is unchanged."""


class Busy(FileError):
    """Another process has held the file's lock for too long, or keeps changing the file."""


class ApiError(OctotermError):
    """A request to the API did not bring readings."""

    worth_retrying: ClassVar[bool] = False


class BadKey(ApiError):
    """401: the API key is wrong or absent."""


class Forbidden(ApiError):
    """403: this key may not read this meter."""


class NotFound(ApiError):
    """404: Octopus does not know this meter, account or tariff."""


class RequestRefused(ApiError):
    """400 and other answers that say the request itself is wrong."""


class WrongOrigin(ApiError):
    """The API points at another host, to which the key is not sent."""


class BadAnswer(ApiError):
    """The answer breaks the API's contract: not JSON, the wrong shape or too large."""


class UntrustedServer(ApiError):
    """The server's TLS certificate cannot be verified; the key was not sent."""


class NoProgress(ApiError):
    """A command gives up, as nothing came for too long."""


class Throttled(ApiError):
    """429, or the edge's HTML 403: too many requests for now."""

    worth_retrying = True

    def __init__(self, title: str, remedy: str = "", retry_after: float | None = None) -> None:
        super().__init__(title, remedy)
        self.retry_after = retry_after
        """Seconds that the API asks clients to wait; None if it does not say."""


class ServerFailed(ApiError):
    """5xx: the API itself has problems."""

    worth_retrying = True


class TooSlow(ApiError):
    """No whole answer within the deadline."""

    worth_retrying = True


class Offline(ApiError):
    """No connection: no network, unknown host, refused, reset, no TLS."""

    worth_retrying = True
