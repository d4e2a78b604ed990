"""The configuration's keys, and how to recognise other spellings of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from octoterm.safe_text import clean, visible

IDENTIFYING_KEYS = frozenset({"url", "apikey", "mpan", "mprn", "serial", "account", "accounts"})
"""Every configuration has at least one of these; a file without any belongs to another
program."""

CHARGE_KEYS = frozenset({"payment_method", "vat", "billing_day", "night_hours", "utc", "rounding"})
"""Keys of the settings for charges at every level; one meter may also have `tariffs`."""
_METER_KEYS = CHARGE_KEYS | {
    "url",
    "apikey",
    "csv",
    "type",
    "unit",
    "calorific_value",
    "calorific_values",
    "tariffs",
}
SETTINGS_KEYS = _METER_KEYS - {"url", "apikey", "type"} | {"mpan", "mprn", "name", "hidden"}
"""Keys of an entry in `meters`, which holds the settings for one of an account's meters."""
ACCOUNT_KEYS = _METER_KEYS | {"name", "mpan", "mprn", "serial", "account", "meters"}
TOP_KEYS = (
    _METER_KEYS
    | IDENTIFYING_KEYS
    | {"meters", "day_start", "average_days", "bands", "alerts", "notify", "$schema"}
)

PRICE_KEYS = frozenset({"unit_rate", "night_rate", "standing_charge", "vat_included"})
ENTRY_KEYS = {
    "tariffs": PRICE_KEYS | {"from", "to", "tariff"},
    "vat": frozenset({"fuel", "from", "to", "percent"}),
    "calorific_values": frozenset({"from", "value", "file", "ldz"}),
    "night_hours": frozenset({"hours", "utc"}),
    "alerts": frozenset({"when", "meter", "days", "percent", "hours", "pence", "pounds"}),
}
"""Key → keys of the object that is its value, or of the objects in its list."""

_SEPARATOR = re.compile(r"(?<=[^\W_])[-_. ]+(?=[^\W_])")


def _bare(key: str) -> str:
    """`key` without letter case and separators between words.

    A separator before or after the words is kept: "_mpan" is a common way to disable a line.
    """
    return _SEPARATOR.sub("", unicodedata.normalize("NFKC", visible(key)).casefold().strip())


_EVERY_KEY = TOP_KEYS | ACCOUNT_KEYS | SETTINGS_KEYS

_KNOWN_KEYS = {_bare(key): key for key in _EVERY_KEY.union(*ENTRY_KEYS.values())} | {
    "accountnumber": "account",
    "accountno": "account",
    "accountid": "account",
    "octopusapikey": "apikey",
    "serialnumber": "serial",
    "serialno": "serial",
    "meterserial": "serial",
    "meterserialnumber": "serial",
    "meterserialno": "serial",
}


def known_key(key: str) -> str:
    """The known key that `key` must mean, or `key` itself."""
    return _KNOWN_KEYS.get(_bare(key), key)


_MAY_BE_SECRET = re.compile(r"[=:]|sk_|[^\s]{25,}")
"""Matches where an API key may begin, if it was written into a key; known keys are shorter."""


def quoted(key: str) -> str:
    """The key in quotes, safe to show, without any secret that it may contain."""
    found = _MAY_BE_SECRET.search(key)
    return f'"{clean(key, 40)}"' if found is None else f'"{clean(key[: found.start()], 40)}…"'


_OTHER_WORDS = {
    "apikey": {"token", "secret", "password"},
    "mpan": {"mpxn", "meterpoint", "meterpointnumber"},
    "serial": {"meter", "meternumber", "meterid"},
    "url": {"host", "server", "endpoint", "api"},
}


def nearest(key: str, written: Iterable[str], known: frozenset[str] = frozenset()) -> str | None:
    """The unknown key among `written` that is most similar to `key`; None if none is similar.
    Keys in `known` do not count as unknown."""
    from difflib import SequenceMatcher  # slow to import, and rarely needed

    ours = _bare(key)

    def likeness(other: str) -> float:
        bare = _bare(other)
        is_word = ours in bare or bare in _OTHER_WORDS.get(key, ())
        return 1.0 if is_word else SequenceMatcher(None, ours, bare).ratio()

    unknown = [other for other in written if known_key(other) not in _EVERY_KEY | known]
    best = max(unknown, key=likeness, default=None)
    return best if best is not None and likeness(best) > 0.6 else None
