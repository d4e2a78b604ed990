"""Converts and validates the configuration's values.

Each function takes a JSON value and raises ValueError with words that complete a sentence after
the key: `must be text`, `is empty`. They never quote the value, which may be a secret.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import time
from pathlib import Path
from urllib.parse import unquote, urlsplit

from octoterm.household.account import tidy_account_number
from octoterm.periods.bands import Band
from octoterm.safe_text import clean, name_key, same_name, visible

LONGEST_PATH = 1000
LONGEST_NAME = 60

_NETLOC = r"([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:\d+)?"


def text(value: object) -> str:
    """Text that is filled in and printable."""
    found = _filled(value)
    if not found.isprintable():
        raise ValueError("contains a character that cannot be printed")
    return found


def code(value: object) -> str:
    """Text copied from elsewhere, without invisible characters copied with it."""
    return text(visible(value) if isinstance(value, str) else value)


def name(value: object) -> str:
    """A name, made safe to show."""
    return clean(_filled(value), LONGEST_NAME)


def identifier(value: object) -> str:
    """A serial number: any text that can be one segment of a URL's path."""
    found = code(value)
    if found in (".", ".."):
        raise ValueError("is only dots")
    return found


def meter_point(value: object) -> str:
    """An MPAN or MPRN, without the spaces that bills print in it."""
    return "".join(identifier(value).split())


def account_number(value: object) -> str:
    """An account number as the supplier writes it: `A-1A2B3C4D`."""
    return tidy_account_number(code(value))


def flag(value: object) -> bool:
    """True or false."""
    if isinstance(value, bool):
        return value
    raise ValueError("must be true or false")


def decoded(value: str) -> str:
    """A segment of a URL's path, without its percent-encoding."""
    try:
        return unquote(value, errors="strict")
    except UnicodeDecodeError:
        raise ValueError("is not text in UTF-8") from None


def _filled(value: object) -> str:
    if isinstance(value, int | float):
        raise ValueError("must be text: put it in quotes")
    if not isinstance(value, str):
        raise ValueError("must be text")
    found = value.strip()
    if not found:
        raise ValueError("is empty")
    if is_placeholder(value):
        raise ValueError("is not filled in yet")
    return found


def is_placeholder(value: object) -> bool:
    """Whether the value is still to be filled in, like those that `octoterm init` writes."""
    found = value.strip() if isinstance(value, str) else ""
    return found.startswith("<") or found in ("…", "...")


def one_of(*options: str) -> Callable[[object], str]:
    """A converter to one of the options, in any letter case."""

    def convert(value: object) -> str:
        for option in options:
            if isinstance(value, str) and same_name(value, option):
                return option
        raise ValueError("must be " + " or ".join(f'"{option}"' for option in options))

    return convert


def calorific_value(value: object) -> float:
    """MJ per m³; British gas is well within these limits by law."""
    if isinstance(value, int | float) and 30 <= value <= 50:
        return float(value)
    raise ValueError("must be a number from 30 to 50, the MJ per cubic metre on a gas bill")


def day_start(value: object) -> time:
    """A clock time on a half hour, as a day cannot begin in the middle of a reading."""
    match = re.fullmatch(r"([01]?\d|2[0-3]):([03]0)", code(value), re.ASCII)
    if not match:
        raise ValueError('must be a clock time on a half hour, such as "03:00"')
    return time(int(match[1]), int(match[2]))


def average_days(value: object) -> tuple[int, ...]:
    """The lengths of running averages, in days."""
    days = value if isinstance(value, list) else []
    if not days or len(set(map(str, days))) != len(days):
        raise ValueError("must be a list of different numbers of days, such as [7, 30, 90]")
    if not all(type(n) is int and 1 <= n <= 366 for n in days):
        raise ValueError("must contain whole numbers from 1 to 366")
    return tuple(days)


_HOURS = r"(?a)([01]?\d|2[0-3]):([0-5]\d) *[-–] *([01]?\d|2[0-3]|24):([0-5]\d)"


def bands(value: object) -> tuple[Band, ...]:
    """Names of bands → their hours by the London clock, which may pass midnight."""
    if not isinstance(value, dict):
        raise ValueError('must name hours, such as {"night": "00:30-05:30"}')
    found = tuple(_band(name(each), written) for each, written in value.items())
    if len({name_key(band.name) for band in found}) < len(found):
        raise ValueError("has two names that look the same")
    return found


def hours(value: object, clock: str) -> tuple[time, time]:
    """When hours begin and end by this clock; they may pass midnight."""
    match = re.fullmatch(_HOURS, value.strip()) if isinstance(value, str) else None
    if match is None or (match[3] == "24" and match[4] != "00"):
        raise ValueError(f'must give hours such as "00:30-05:30", {clock}')
    begin, end = time(int(match[1]), int(match[2])), time(int(match[3]) % 24, int(match[4]))
    if begin == end:
        raise ValueError("has hours that end when they begin")
    return begin, end


def _band(called: str, value: object) -> Band:
    band = Band(called, *hours(value, "by the London clock"))
    if not band.half_hours:
        raise ValueError("has hours in which no half hour begins")
    return band


def csv_path(value: object) -> Path:
    """An absolute path, or a relative one that stays inside its folder."""
    try:
        path = Path(text(value)).expanduser()
    except RuntimeError:
        raise ValueError("begins with the home of an unknown user") from None
    if len(str(path)) > LONGEST_PATH:
        raise ValueError("is longer than a path can be")
    if not path.is_absolute() and ".." in re.split(r"[/\\]", str(path)):
        raise ValueError("leads outside its folder: name a file inside it, or an absolute path")
    return path


def address(value: object) -> tuple[str, str]:
    """The origin and path of a URL to which the API key may be sent."""
    url = code(value)
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise ValueError("is not a URL") from None
    if parts.scheme not in ("https", "http"):
        raise ValueError("must begin with https://")
    if not host or not re.fullmatch(_NETLOC, parts.netloc):
        raise ValueError("must have a host name, and no user name before it")
    if parts.scheme == "http" and not _is_loopback(host):
        raise ValueError("must begin with https://, or the API key could be read on its way")
    if "?" in url or "#" in url:
        raise ValueError("must end with its path, without ? or #")
    if {".", ".."} & set(unquote(parts.path).split("/")):
        raise ValueError("must have no /./ and no /../ in its path")
    return f"{parts.scheme}://{parts.netloc}", parts.path


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    from ipaddress import ip_address

    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
