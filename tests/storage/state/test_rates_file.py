"""The files in which prices are kept: exact, private, whole, and none where they are damaged."""

from __future__ import annotations

import errno
import json
import os
from array import array
from pathlib import Path

import pytest

from octoterm.errors import OctotermError
from octoterm.runtime.slices import finish
from octoterm.storage.state.rates_file import (
    PriceList,
    StoredPrices,
    load_prices,
    prices_path,
    update_prices,
)
from octoterm.tariffs.rates import DIRECT_DEBIT, STANDING, RateRun, Register, TariffPrices
from tests.support.disk import watched
from tests.support.loopback import utc
from tests.support.slow import slow

CODE = "E-1R-AGILE-23-12-06-C"
MIDNIGHT = utc("2024-03-01 00:00")


def priced(pence: float = 21.56, code: str = CODE) -> StoredPrices:
    """A day of half-hourly rates and a standing charge."""
    day = RateRun(MIDNIGHT, 1800, array("d", [pence, -5.25, 0.0, *[14.1809523] * 45]), None)
    charge = RateRun(MIDNIGHT, None, array("d", [42.1768]), DIRECT_DEBIT)
    stored = StoredPrices(TariffPrices(code))
    stored = stored.with_list(
        "standard", PriceList("/rates/", MIDNIGHT, None, 1_710_000_000), [day]
    )
    return stored.with_list(STANDING, PriceList("/charges/", MIDNIGHT, MIDNIGHT + 1, 7), [charge])


def save(folder: Path, stored: StoredPrices) -> None:
    finish(update_prices(folder, stored.prices.tariff, lambda _: stored))


def same(one: StoredPrices | None, other: StoredPrices) -> bool:
    return one is not None and one.prices == other.prices and one.lists == other.lists


def test_what_was_kept_is_read_again_to_the_last_digit(tmp_path: Path) -> None:
    save(tmp_path, priced())
    found = load_prices(tmp_path, CODE)
    assert same(found, priced())
    assert found is not None
    assert found.asked_at == 1_710_000_000
    assert {*found.prices.unit_rates} == {Register.STANDARD}


def test_a_tariff_that_was_never_kept_is_not_known(tmp_path: Path) -> None:
    assert load_prices(tmp_path / "none", CODE) is None


def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "prices"
    before = os.umask(0)
    try:
        save(folder, priced())
    finally:
        os.umask(before)
    assert prices_path(folder, CODE).stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_run_is_a_line_that_people_can_read(tmp_path: Path) -> None:
    save(tmp_path, priced())
    header, *lines = prices_path(tmp_path, CODE).read_text().splitlines()
    assert json.loads(header)["tariff"] == CODE
    assert json.loads(lines[0])[:4] == ["standard", None, "2024-03-01T00:00:00Z", 1800]
    assert json.loads(lines[1]) == [
        "standing",
        DIRECT_DEBIT,
        "2024-03-01T00:00:00Z",
        None,
        [42.1768],
    ]


@pytest.mark.parametrize(
    "code",
    ["../../etc/passwd", "", ".", "a/b", "\x1b[2J", "e-1r-agile", "X" * 400, "\ud800", "E\n1"],
)
def test_a_hostile_code_stays_in_the_folder(tmp_path: Path, code: str) -> None:
    path = prices_path(tmp_path, code)
    assert path.parent == tmp_path
    assert len(path.name) < 100
    assert path.name.isprintable()
    if code.isascii():
        save(tmp_path, priced(code=code))
        assert same(load_prices(tmp_path, code), priced(code=code))


def test_codes_that_differ_never_share_a_file(tmp_path: Path) -> None:
    codes = ["A/B", "A_B", "a_b", "A.B", "A B", "A?B", CODE, CODE.lower()]
    assert len({prices_path(tmp_path, code).name.lower() for code in codes}) == len(codes)


DAMAGE = [
    (b'"octoterm_prices":1', b'"octoterm_prices":2'),
    (b'"runs":2', b'"runs":3'),
    (CODE.encode(), b"E-1R-AGILE-23-12-06-D"),
    (b"21.56", b"NaN"),
    (b"21.56", b"1e999"),
    (b"21.56", b'"21.56"'),
    (b"21.56", b"null"),
    (b"21.56", b"[1]"),
    (b"21.56", b"9" * 5000),
    (b"1800", b"0"),
    (b"1800", b"-1800"),
    (b"1800", b"true"),
    (b"1800", b"null"),
    (b"1800", b"999999999999"),
    (b'2024-03-01T00:00:00Z",1800', b'9999-03-01T00:00:00Z",1800'),
    (b'2024-03-01T00:00:00Z",1800', b'tomorrow",1800'),
    (b'["standard",null', b'["standard",5'),
    (b'["standard",null', b'["weekend",null'),
    (b'["standard",null', b"[" * 100_000),
    (b"[42.1768]", b"[]"),
    (b"]]\n", b""),
    (b"{", b"\xff\xfe{"),
]


@pytest.mark.parametrize(("right", "wrong"), DAMAGE, ids=repr)
def test_a_damaged_file_counts_as_none_and_is_replaced(
    tmp_path: Path, right: bytes, wrong: bytes
) -> None:
    save(tmp_path, priced())
    path = prices_path(tmp_path, CODE)
    content = path.read_bytes()
    assert right in content
    path.write_bytes(content.replace(right, wrong, 1))
    assert load_prices(tmp_path, CODE) is None
    save(tmp_path, priced())
    assert same(load_prices(tmp_path, CODE), priced())


@pytest.mark.parametrize("step", [37, *slow(1)])
def test_a_file_cut_off_anywhere_is_none_or_whole(tmp_path: Path, step: int) -> None:
    save(tmp_path, priced())
    path = prices_path(tmp_path, CODE)
    content = path.read_bytes()
    for size in range(0, len(content), step):
        path.write_bytes(content[:size])
        found = load_prices(tmp_path, CODE)
        assert found is None or same(found, priced()), size


def test_a_file_that_is_no_file_counts_as_none(tmp_path: Path) -> None:
    prices_path(tmp_path, CODE).mkdir()
    assert load_prices(tmp_path, CODE) is None
    with pytest.raises(OctotermError):
        save(tmp_path, priced())


def test_a_change_is_made_to_what_another_process_has_kept(tmp_path: Path) -> None:
    save(tmp_path, priced(1.0))
    seen: list[StoredPrices | None] = []

    def change(current: StoredPrices | None) -> StoredPrices:
        seen.append(current)
        return priced(2.0)

    finish(update_prices(tmp_path, CODE, change))
    assert same(seen[0], priced(1.0))
    assert same(load_prices(tmp_path, CODE), priced(2.0))


def calls_of_an_update(folder: Path) -> int:
    """How many calls to the disk an update makes."""
    save(folder, priced(1.0))
    with watched(folder) as disk:
        save(folder, priced(2.0))
    return len(disk.calls)


@pytest.mark.extended
@pytest.mark.parametrize("error", [errno.ENOSPC, *slow(errno.EIO, errno.EACCES, errno.EROFS)])
def test_a_call_that_fails_leaves_the_old_prices_or_the_new_ones(
    tmp_path: Path, error: int
) -> None:
    folder = tmp_path / "prices"
    count = calls_of_an_update(folder)
    for number in range(1, count + 1):
        save(folder, priced(1.0))

        def fails(at: int, _: str, number: int = number) -> OSError | None:
            return OSError(error, os.strerror(error)) if at == number else None

        is_told = False
        with watched(folder, fails):
            try:
                save(folder, priced(2.0))
            except OctotermError:
                is_told = True
        found = load_prices(folder, CODE)
        assert same(found, priced(1.0)) or same(found, priced(2.0)), number
        assert is_told or same(found, priced(2.0)), number


def test_a_power_cut_leaves_the_old_prices_or_the_new_ones(tmp_path: Path) -> None:
    folder = tmp_path / "disk" / "prices"
    save(folder, priced(1.0))
    old = prices_path(folder, CODE).read_bytes()
    left: set[bytes | None] = set()
    with watched(tmp_path / "disk") as disk:
        disk.after_call = lambda: left.update(
            files.get(f"prices/{CODE}.jsonl") for files in disk.after_a_power_cut()
        )
        save(folder, priced(2.0))
    assert left == {old, prices_path(folder, CODE).read_bytes()}
