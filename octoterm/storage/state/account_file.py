"""What is known about an account, kept so that its meters are known without the network.

There is one small JSON file for each account, readable by its owner only and replaced as a whole.
If it is lost or damaged, the next sync asks for the account again.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

from octoterm.errors import Unwritable
from octoterm.household.account import Account, ListedPoint, Property
from octoterm.household.account_json import account_json, read_account
from octoterm.periods.london import SECONDS_A_DAY
from octoterm.safe_text import clean, hash_of
from octoterm.storage.file_errors import reason, remedy
from octoterm.storage.private_file import read_private, replace_private


class KnownAccount(NamedTuple):
    """An account as the API last described it."""

    account: Account
    asked_at: int
    """UTC seconds."""
    gone: tuple[ListedPoint, ...] = ()
    """Meter points that it listed before and no longer lists; their readings stay."""

    def followed_by(self, account: Account, asked_at: int) -> KnownAccount:
        """What is known once the API has described the account again: meter points and serials
        that are no longer listed are kept."""
        before = {each.key: each for each in self._ever_listed}

        def with_former_serials(point: ListedPoint) -> ListedPoint:
            known = before.pop(point.key, point)
            former = (each for each in known.serials if each not in point.serials)
            return point._replace(serials=(*former, *point.serials))

        properties = tuple(
            each._replace(meter_points=tuple(map(with_former_serials, each.meter_points)))
            for each in account.properties
        )
        gone = tuple(point for point in before.values() if point.serials)
        return KnownAccount(account._replace(properties=properties), asked_at, gone)

    @property
    def _ever_listed(self) -> tuple[ListedPoint, ...]:
        return self.gone + self.account.meter_points

    def is_due(self, now: float) -> bool:
        """Whether to ask again: a day later, or if the clock was wrong in between."""
        return abs(now - self.asked_at) >= SECONDS_A_DAY


def load_account(folder: Path, origin: str, number: str) -> KnownAccount | None:
    """The account as kept in `folder`; None if it was never asked for, or cannot be read."""
    try:
        content = json.loads(read_private(account_path(folder, origin, number)))
        asked_at = content["asked_at"]
        if type(asked_at) is not int:
            raise TypeError(asked_at)
        gone = content.get("gone")
        return KnownAccount(
            read_account(content["account"]),
            asked_at,
            read_account(gone).meter_points if gone else (),
        )
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None


def save_account(folder: Path, origin: str, number: str, known: KnownAccount) -> None:
    """Keep the account in `folder`. Waits for the disk. Raises Unwritable."""
    gone = Account(known.account.number, (Property(None, None, known.gone),))
    content = {
        "asked_at": known.asked_at,
        "account": account_json(known.account),
        "gone": account_json(gone),
    }
    try:
        replace_private(account_path(folder, origin, number), json.dumps(content))
    except OSError as error:
        raise Unwritable(
            f"The list of meters cannot be written in {clean(str(folder))}: {reason(error)}",
            "The readings are safe; the next sync asks for it again. "
            + remedy(error, "Check that the folder may be written to"),
        ) from error


def account_path(folder: Path, origin: str, number: str) -> Path:
    """The file of this account; its name is a hash, so that it does not reveal the number."""
    pair = f"{origin.lower()}\n{number}".encode()
    return folder / f"account-{hash_of(pair)}.json"
