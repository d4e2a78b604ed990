"""The prices of a tariff, kept so that they are known without the network.

Each tariff has a file of JSON values, one a line: a header that says what was asked for and when,
and then a line for each run of rates:

    {"octoterm_prices": 1, "tariff": "E-1R-AGILE-24-10-01-C", "asked_at": 1718000000, …}
    ["standard", null, "2024-06-01T00:00:00Z", 1800, [21.56, 20.9, …]]

It is replaced as a whole under a lock, like the CSV. A file that is damaged, or of another
version, is ignored: the next sync asks for the prices again.
"""

from __future__ import annotations

import json
import re
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from octoterm.errors import FileError
from octoterm.periods.london import utc_stamp
from octoterm.runtime.slices import Sliced, finish
from octoterm.safe_text import hash_of
from octoterm.storage.file_lock import LOCK_TIMEOUT
from octoterm.storage.shared_file import SharedFile, signature_of
from octoterm.tariffs.rate_rows import DEAREST, EARLIEST, LATEST
from octoterm.tariffs.rates import STANDING, RateRun, Register, TariffPrices

VERSION = 1
LARGEST = 1 << 26
"""Most bytes to read; ten years of half-hourly rates are a fiftieth of it."""
PIECE = 1 << 14
"""Bytes to parse in one slice, in well under a millisecond."""
_SAFE_NAME = re.compile(r"[0-9A-Z][0-9A-Z._-]{0,79}", re.ASCII)


@dataclass(frozen=True)
class PriceList:
    """One list of a tariff's prices, for a register or for standing charges: its address, and
    which part of it has come."""

    address: str
    """The path at the API."""
    since: int | None = None
    until: int | None = None
    """All prices from `since` (UTC seconds; None if nothing came yet) up to `until` have been
    asked for; None for an end means all that was published at `asked_at`."""
    asked_at: int = 0
    """When they were asked for last, UTC seconds."""


@dataclass(frozen=True)
class StoredPrices:
    """What is kept about a tariff."""

    prices: TariffPrices
    lists: Mapping[str, PriceList] = field(default_factory=dict)
    """By the name of a register, or STANDING."""

    @property
    def asked_at(self) -> int:
        """When the API last answered, UTC seconds; 0 if it never did."""
        return max((each.asked_at for each in self.lists.values()), default=0)

    def runs(self, name: str) -> tuple[RateRun, ...]:
        """The rates of the list of this name."""
        if name == STANDING:
            return self.prices.standing_charges
        return self.prices.unit_rates.get(Register(name), ())

    def with_list(self, name: str, known: PriceList, runs: Iterable[RateRun]) -> StoredPrices:
        """The same, with this list and its rates; a register without rates is left out."""
        prices = self.prices
        if name == STANDING:
            prices = prices._replace(standing_charges=tuple(runs))
        else:
            rates = {**prices.unit_rates, Register(name): tuple(runs)}
            some = {register: each for register, each in rates.items() if each}
            prices = prices._replace(unit_rates=some)
        return StoredPrices(prices, {**self.lists, name: known})


def load_prices(folder: Path, tariff: str) -> StoredPrices | None:
    """What is kept about the tariff in `folder`; None if nothing is, or it cannot be read."""
    return finish(read_prices(folder, tariff))


def read_prices(folder: Path, tariff: str) -> Sliced[StoredPrices | None]:
    """Like `load_prices`, in slices."""
    try:
        file = SharedFile(prices_path(folder, tariff), LOCK_TIMEOUT)
        return (yield from _read(file, tariff))
    except FileError:
        return None


def update_prices(
    folder: Path,
    tariff: str,
    change: Callable[[StoredPrices | None], StoredPrices],
    lock_timeout: float = LOCK_TIMEOUT,
) -> Sliced[StoredPrices]:
    """Replace what is kept about the tariff with what `change` makes of it, under a lock; `change`
    may be called again if another process was faster. Returns what is kept now.

    Raises Busy, BrokenLink or Unwritable; the file is then unchanged.
    """
    file = SharedFile(prices_path(folder, tariff), lock_timeout)

    def work() -> Sliced[StoredPrices]:
        found = change((yield from _read(file, tariff)))
        yield from file.replace(_content(found))
        return found

    return (yield from file.under_lock(work))


def prices_path(folder: Path, tariff: str) -> Path:
    """The file of this tariff: named after its code, with a hash if the code has characters that
    mean something in a path, or is not in capitals."""
    if _SAFE_NAME.fullmatch(tariff):
        return folder / f"{tariff}.jsonl"
    fit = re.sub(r"[^0-9A-Za-z-]", "_", tariff[:60])
    return folder / f"{fit}-{hash_of(tariff.encode(errors='surrogatepass'))}.jsonl"


# Reading


def _read(file: SharedFile, tariff: str) -> Sliced[StoredPrices | None]:
    """Raises FileError if the file is there and cannot be opened."""
    with file.opened() as opened:
        if opened is None or signature_of(opened).size > LARGEST:
            return None
        try:
            return (yield from _stored(opened, tariff))
        except (ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError):
            return None


def _stored(file: BinaryIO, tariff: str) -> Sliced[StoredPrices]:
    """What is kept in the open file. Raises ValueError and others if it is damaged."""
    decode = _decoder().decode
    header = decode(file.readline(PIECE).decode())
    if header["octoterm_prices"] != VERSION or header["tariff"] != tariff:
        raise ValueError
    runs: dict[str, list[RateRun]] = {name: [] for name in header["lists"]}
    count = 0
    while lines := file.readlines(PIECE):
        entries = decode(f"[{b','.join(lines).decode()}]")  # faster than each line by itself
        for name, run in map(_run, entries):
            runs[name].append(run)
        count += len(entries)
        yield 0
    if count != header["runs"]:
        raise ValueError
    found = StoredPrices(TariffPrices(tariff))
    for name, said in header["lists"].items():
        found = found.with_list(name, _price_list(said), runs[name])
    return found


def _price_list(said: Mapping[str, object]) -> PriceList:
    address, since, until, asked_at = (
        said[key] for key in ("address", "since", "until", "asked_at")
    )
    if not isinstance(address, str) or type(asked_at) is not int:
        raise TypeError
    return PriceList(
        address,
        None if since is None else _instant(since),
        None if until is None else _instant(until),
        asked_at,
    )


def _run(entry: list[Any]) -> tuple[str, RateRun]:
    name, method, since, seconds, prices = entry
    pence = array("d", prices)
    run = RateRun(_instant(since), seconds, pence, method)
    if not isinstance(name, str) or not isinstance(method, str | None) or not pence:
        raise TypeError
    if seconds is None:
        is_possible = len(pence) == 1
    else:
        is_possible = type(seconds) is int and seconds > 0 and (run.until or 0) <= LATEST
    if not is_possible:
        raise ValueError
    return name, run


def _instant(text: object) -> int:
    if not isinstance(text, str):
        raise TypeError(text)
    instant = int(datetime.fromisoformat(text).timestamp())
    if not EARLIEST <= instant <= LATEST:
        raise ValueError(text)
    return instant


def _refuse_constant(name: str) -> object:
    """Refuses NaN and the infinities, which are not JSON."""
    raise ValueError(name)


class _Numbers(dict[str, float]):
    """Text of a price → its number: most prices are repeated, and looking one up takes less than
    half as long as converting it."""

    def __missing__(self, text: str) -> float:
        number = float(text)
        if not -DEAREST < number < DEAREST:
            raise ValueError(text)
        self[text] = number
        return number


def _whole(text: str) -> int:
    if len(text) > len(str(LATEST)):
        raise ValueError(text)
    return int(text)


def _decoder() -> json.JSONDecoder:
    """Reads lines of one file. Raises ValueError for numbers that are no price and no time."""
    return json.JSONDecoder(
        parse_float=_Numbers().__getitem__, parse_int=_whole, parse_constant=_refuse_constant
    )


# Writing


def _content(stored: StoredPrices) -> Iterator[bytes]:
    """The lines of the file, some at a time."""
    every = {name: stored.runs(name) for name in stored.lists}
    header = {
        "octoterm_prices": VERSION,
        "tariff": stored.prices.tariff,
        "asked_at": stored.asked_at,
        "lists": {
            name: {
                "address": known.address,
                "since": _stamp(known.since),
                "until": _stamp(known.until),
                "asked_at": known.asked_at,
            }
            for name, known in stored.lists.items()
        },
        "runs": sum(map(len, every.values())),
    }
    yield _line(header)
    for name, runs in every.items():
        for run in runs:
            yield _line([name, run.method, utc_stamp(run.since), run.seconds, [*run.pence]])


def _line(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode() + b"\n"


def _stamp(instant: int | None) -> str | None:
    return None if instant is None else utc_stamp(instant)
