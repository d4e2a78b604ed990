"""What a person types to get started, tidied: the API key and the account number. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from octoterm.config import values
from octoterm.errors import UsageError
from octoterm.household.account import tidy_account_number
from octoterm.household.api_key import PAGES, ApiKey
from octoterm.octopus.api_host import API_ORIGIN
from octoterm.safe_text import visible

WHERE_KEY = f"The API key is on octopus.energy, once you have logged in: {', '.join(PAGES)}"
WHERE_NUMBER = "The account number is on every bill and email, such as A-1A2B3C4D"
KEY_BEGINS = "sk_live_"
LONGEST_KEY = 200
"""Characters; real keys have about 40."""


@dataclass(frozen=True)
class Login:
    """What is needed to ask the API for an account."""

    number: str
    """Such as `A-1A2B3C4D`."""
    api_key: ApiKey
    origin: str = API_ORIGIN
    """Scheme, host and port of the API."""
    path: str = "/v1"
    """The beginning of the path of every address of the API."""

    @property
    def base(self) -> str:
        """The address of the API up to its version."""
        return f"{self.origin}{self.path}"


def login_of(key: str, number: str, url: str | None = None) -> Login:
    """The login that was typed or pasted; `url` is the API's address, None for the supplier's.
    Raises UsageError."""
    return Login(account_number_of(number), api_key_of(key), *api_at(url))


def api_key_of(text: str) -> ApiKey:
    """The key in a text with spaces, quotes, line ends or invisible characters. Raises
    UsageError."""
    key = re.sub(r"[\s'\"‘’“”,;]", "", visible(text))
    if not key:
        raise UsageError("The API key is missing", WHERE_KEY)
    if not key.startswith(KEY_BEGINS):
        raise UsageError(f"An API key begins with {KEY_BEGINS}, and this one does not", WHERE_KEY)
    if not (key.isascii() and key.isprintable()) or len(key) > LONGEST_KEY:
        raise UsageError("This is not an API key: it holds something else as well", WHERE_KEY)
    return ApiKey(key)


def holds_a_key(text: str) -> bool:
    """Whether there is a key in a text, perhaps one that was meant for another field."""
    return KEY_BEGINS in visible(text).casefold()


def account_number_of(text: str) -> str:
    """The account number in a text, however it was pasted. Raises UsageError."""
    if not visible(text).strip():
        raise UsageError("The account number is missing", WHERE_NUMBER)
    try:
        return tidy_account_number(text)
    except ValueError as error:
        raise UsageError(f"An account number {error}", WHERE_NUMBER) from None


def api_at(url: str | None) -> tuple[str, str]:
    """The origin of the API at `url`, which is the supplier's for None, and the path up to the
    version. Raises UsageError."""
    if url is None:
        return API_ORIGIN, "/v1"
    try:
        origin, path = values.address(url)
    except ValueError as error:
        raise UsageError(f"The address of --url {error}") from None
    return origin, re.sub(r"(/v1)+$", "", path.rstrip("/")) + "/v1"
