"""The API key, which gives access to a household's readings."""

from __future__ import annotations

import re
from urllib.parse import quote

_ANY_KEY = r"(?i)sk_live_\w+|c2tfbGl2ZV[A-Za-z0-9+/=]+"
"""What all keys begin with, plain or in Base64 as in the Authorization header, and the rest."""

PAGES = ("Accounts", "Personal details", "Developer settings")
"""The pages of octopus.energy, one after the other, that lead to the key, and to the numbers of
the meters."""


def any_key_hidden_in(text: str) -> str:
    """`text` with dots in place of whatever looks like a key, also one in no configuration."""
    return re.sub(_ANY_KEY, "•••", text)


class ApiKey:
    """The API key, which appears as dots if it is printed by mistake."""

    __slots__ = ("_secret",)

    def __init__(self, secret: str) -> None:
        self._secret = secret

    def reveal(self) -> str:
        """The key as text, for the Authorization header only."""
        return self._secret

    def hidden_in(self, text: str) -> str:
        """`text` with dots in place of the key, whether plain, URL-encoded or in Base64."""
        from base64 import b64encode  # seldom needed

        key = self._secret
        spellings = [re.escape(key), re.escape(quote(key, safe=""))]
        if triples := key.encode()[: len(key.encode()) // 3 * 3]:
            # Base64 of a text that begins with the key; up to four characters depend on the rest.
            spellings.append(re.escape(b64encode(triples).decode()) + "[A-Za-z0-9+/=]{0,4}")
        return re.sub("|".join(spellings), "•••", text, flags=re.IGNORECASE)

    def __repr__(self) -> str:
        return "•••"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ApiKey) and self._secret == other._secret

    def __hash__(self) -> int:
        return hash(self._secret)
