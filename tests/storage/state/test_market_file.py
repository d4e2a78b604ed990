"""What was learned of products is kept exactly, and counts as none where it is damaged."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from octoterm.errors import OctotermError
from octoterm.household.account import Direction
from octoterm.market.product_json import read_offers
from octoterm.runtime.slices import finish
from octoterm.storage.state.market_file import (
    KnownMarket,
    KnownOffers,
    load_market,
    market_path,
    origin_of,
    update_market,
)
from tests.support.selling import described, entry, product
from tests.support.slow import slow

ORIGIN = "https://api.octoterm.invalid"
OFFERS = read_offers("AGILE-24-10-01", described(entry(), entry("E-1R-AGILE-24-10-01-J")))
KNOWN = KnownMarket(
    products=(
        product("AGILE-24-10-01", "Agile Octopus", "2024-09-30 23:00"),
        product("OUTGOING-1", "Outgoing ☀", "2024-10-25 23:00", "2026-02-01 00:00",
                direction=Direction.EXPORT, is_restricted=True),
    ),
    listed_at=1_795_000_000,
    offers={
        "AGILE-24-10-01": KnownOffers(OFFERS, 1_795_000_001),
        "SILVER-1": KnownOffers((), 1_795_000_002, is_unknown=True),
    },
)  # fmt: skip


def save(folder: Path, known: KnownMarket = KNOWN) -> None:
    finish(update_market(folder, ORIGIN, lambda _: known))


def test_what_was_kept_is_read_again(tmp_path: Path) -> None:
    assert load_market(tmp_path / "none", ORIGIN) == KnownMarket()
    save(tmp_path / "prices")
    assert load_market(tmp_path / "prices", ORIGIN) == KNOWN
    assert market_path(tmp_path / "prices").stat().st_mode & 0o777 == 0o600
    save(tmp_path / "prices", KnownMarket())
    assert load_market(tmp_path / "prices", ORIGIN) == KnownMarket()


def test_it_is_json_with_a_product_a_line(tmp_path: Path) -> None:
    save(tmp_path)
    text = market_path(tmp_path).read_text()
    assert {*json.loads(text)["offers"]} == {"AGILE-24-10-01", "SILVER-1"}
    assert len(text.splitlines()) == 1 + 2 + 1 + 2


def test_what_another_api_sells_is_not_known(tmp_path: Path) -> None:
    save(tmp_path)
    assert load_market(tmp_path, "https://elsewhere.invalid") == KnownMarket()


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://API.octoterm.invalid/v1/x/?a=b", ORIGIN),
        ("http://127.0.0.1:8080/v1/", "http://127.0.0.1:8080"),
        ("http://[::1", ""),
    ],
)
def test_an_api_is_told_by_scheme_and_host(url: str, origin: str) -> None:
    assert origin_of(url) == origin


DAMAGE = [
    ('"octoterm_products":1', '"octoterm_products":2'),
    ('"listed_at":1795000000', '"listed_at":true'),
    ('"listed_at":1795000000', '"listed_at":-1'),
    ('"listed_at":1795000000', '"listed_at":NaN'),
    ('"asked_at":1795000001', '"asked_at":"1"'),
    ('"count":2', '"count":3'),
    ('"unknown":true', '"unknown":1'),
    ('"direction":"IMPORT"', '"direction":"BOTH"'),
    ('"SILVER-1"', '"../SILVER-1"'),
    ('"list":[', '"list":[5,'),
    ('"E-1R-AGILE-24-10-01-J"', '"E-1R-AGILE-24-10-01-C"'),
    ("16.97", "9" * 5000),
    ('{"octoterm', "[" * 100_000 + '{"octoterm'),
]


@pytest.mark.parametrize(("right", "wrong"), DAMAGE, ids=lambda text: text[:30])
def test_a_damaged_file_counts_as_none_and_is_replaced(
    tmp_path: Path, right: str, wrong: str
) -> None:
    save(tmp_path)
    path = market_path(tmp_path)
    content = path.read_text()
    assert right in content
    path.write_text(content.replace(right, wrong, 1))
    assert load_market(tmp_path, ORIGIN) == KnownMarket()
    save(tmp_path)
    assert load_market(tmp_path, ORIGIN) == KNOWN


@pytest.mark.parametrize("step", [101, *slow(1)])
def test_a_file_cut_off_anywhere_is_none_or_whole(tmp_path: Path, step: int) -> None:
    save(tmp_path)
    content = market_path(tmp_path).read_bytes()
    for size in range(0, len(content), step):
        market_path(tmp_path).write_bytes(content[:size])
        whole = size >= len(content) - 1  # but for the end of the last line
        assert load_market(tmp_path, ORIGIN) == (KNOWN if whole else KnownMarket())


def test_a_file_that_is_no_file_counts_as_none(tmp_path: Path) -> None:
    market_path(tmp_path).mkdir()
    assert load_market(tmp_path, ORIGIN) == KnownMarket()
    with pytest.raises(OctotermError):
        save(tmp_path)


def test_a_change_is_made_to_what_another_process_has_kept(tmp_path: Path) -> None:
    save(tmp_path)
    offers = KnownOffers((), 1_795_000_003)
    finish(update_market(tmp_path, ORIGIN, lambda known: known.with_offers("GO-1", offers)))
    found = load_market(tmp_path, ORIGIN)
    assert found.products == KNOWN.products
    assert found.offers == {**KNOWN.offers, "GO-1": offers}


def test_a_list_with_nothing_in_it_says_nothing() -> None:
    found = KNOWN.with_products((), 1_795_100_000)
    assert (found.products, found.listed_at) == (KNOWN.products, 1_795_100_000)


def test_what_nobody_asks_for_any_more_is_forgotten_after_a_season() -> None:
    day = 86_400
    for days, kept in ((89, {"AGILE-24-10-01", "SILVER-1", "GO-1"}), (91, {"GO-1"})):
        later = KnownOffers((), 1_795_000_000 + days * day)
        assert {*KNOWN.with_offers("GO-1", later).offers} == kept
