"""The configuration's keys, and what else people write in their place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from octoterm.safe_text import clean, visible

IDENTIFYING_KEYS = frozenset({"url", "apikey", "mpan", "mprn", "serial", "accounts"})
"""Every configuration of octoterm has at least one of these: a file without any is another
program's."""

METER_KEYS = frozenset({"url", "apikey", "csv", "type", "unit", "calorific_value"})
ACCOUNT_KEYS = METER_KEYS | {"name"}
TOP_KEYS = METER_KEYS | IDENTIFYING_KEYS | {"day_start", "average_days"}

_SEPARATOR = re.compile(r"(?<=[^\W_])[-_. ]+(?=[^\W_])")


def _bare(key: str) -> str:
    """`key` without regard to letter case, and to how its words are joined.

    What stands before or after the words counts: "_mpan" is how people put a line aside.
    """
    return _SEPARATOR.sub("", unicodedata.normalize("NFKC", visible(key)).casefold().strip())


_KNOWN_KEYS = {_bare(key): key for key in TOP_KEYS | ACCOUNT_KEYS} | {
    "octopusapikey": "apikey",
    "serialnumber": "serial",
    "serialno": "serial",
    "meterserial": "serial",
    "meterserialnumber": "serial",
    "meterserialno": "serial",
}


def known_key(key: str) -> str:
    """The key that `key` can only mean, or itself."""
    return _KNOWN_KEYS.get(_bare(key), key)


_MAY_BE_SECRET = re.compile(r"[=:]|sk_|[^\s]{25,}")
"""Where an API key that was written into a key may begin: none of octoterm's is so long."""


def quoted(key: str) -> str:
    """The key in quotes, fit for showing: a secret that got into it is left out."""
    found = _MAY_BE_SECRET.search(key)
    return f'"{clean(key, 40)}"' if found is None else f'"{clean(key[: found.start()], 40)}…"'


_OTHER_WORDS = {
    "apikey": {"token", "secret", "password"},
    "mpan": {"mpxn", "meterpoint", "meterpointnumber"},
    "serial": {"meter", "meternumber", "meterid"},
    "url": {"host", "server", "endpoint", "api"},
}


def nearest(key: str, written: Iterable[str]) -> str | None:
    """That of the unknown keys `written` which is most like `key`, if one is."""
    from difflib import SequenceMatcher  # takes a while to import, and is hardly ever needed

    ours = _bare(key)

    def likeness(other: str) -> float:
        bare = _bare(other)
        is_word = ours in bare or bare in _OTHER_WORDS.get(key, ())
        return 1.0 if is_word else SequenceMatcher(None, ours, bare).ratio()

    unknown = [other for other in written if known_key(other) not in TOP_KEYS | ACCOUNT_KEYS]
    best = max(unknown, key=likeness, default=None)
    return best if best is not None and likeness(best) > 0.6 else None
