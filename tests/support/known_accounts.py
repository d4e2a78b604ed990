"""What octoterm knows about an account before the API is asked."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from octoterm.household.account_json import read_account
from octoterm.storage.state.account_file import KnownAccount, save_account
from tests.support.accounts import account

NUMBER = "A-1A2B3C4D"
API = "https://api.octopus.energy/v1"


def know(
    state: Path,
    *homes: Mapping[str, object],
    number: str = NUMBER,
    base: str = API,
    asked_at: int = 1_700_000_000,
) -> KnownAccount:
    """Keep in the folder `state` what the API would have answered."""
    known = KnownAccount(read_account(account(*homes, number=number)), asked_at)
    save_account(state, base, number, known)
    return known
