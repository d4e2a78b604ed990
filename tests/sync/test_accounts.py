"""The account is asked for once a day, what is needed of it is kept, and empty meters are asked
for once a week."""

from __future__ import annotations

from pathlib import Path

import pytest

from octoterm import errors
from octoterm.config.accounts import ConfiguredAccount
from octoterm.household.api_key import ApiKey
from octoterm.octopus.retries import Retry
from octoterm.storage.state.account_file import account_path, load_account
from octoterm.sync.accounts import AccountAnswer, ask_for_accounts
from octoterm.sync.events import Finished
from octoterm.sync.readings import sync_all
from tests.support.account_api import AccountApi
from tests.support.accounts import electricity, home
from tests.support.dashboards import meter
from tests.support.loopback import KEY, Response
from tests.support.syncing import NOW, Answering, history, no_sleep, stored

DAY = 86_400
NUMBER, BASE = "A-1A2B3C4D", "https://api.octoterm.invalid/v1"
HOUSE = ConfiguredAccount(NUMBER, BASE, ApiKey(KEY), "config.json", (Path("/x"), Path("/x")))


class Household:
    """Asks for one account through `api`, at a time that the test decides."""

    def __init__(self, folder: Path) -> None:
        self.state = folder / "state"
        self.api = AccountApi(home(electricity()))
        self.now: float = NOW
        self.waits: list[Retry] = []

    async def ask(self, **options: bool) -> AccountAnswer:
        (answer,) = await ask_for_accounts(
            [HOUSE],
            state_folder=self.state,
            transport=Answering(self.api),
            now=lambda: self.now,
            sleep=no_sleep,
            waiting=self.waits.append,
            **options,
        )
        return answer


@pytest.fixture
def house(tmp_path: Path) -> Household:
    return Household(tmp_path)


async def test_it_is_asked_for_once_a_day(house: Household) -> None:
    for hours in (0, 1, 23, 24, 25, 47):
        house.now = NOW + hours * 3600
        answer = await house.ask()
        assert answer.error is None
        assert answer.known is not None
        assert [point.number for point in answer.known.account.meter_points] == ["2000000000017"]
    assert house.api.asked == ["account"] * 2


async def test_and_whenever_somebody_wants_to_know(house: Household) -> None:
    for _ in range(3):
        await house.ask(always=True)
    assert house.api.asked == ["account"] * 3


async def test_only_what_is_needed_is_kept_and_by_its_owner_only(house: Household) -> None:
    await house.ask()
    (kept,) = house.state.iterdir()
    assert kept.stat().st_mode & 0o777 == 0o600
    assert "2000000000017" in kept.read_text()
    for private in ("CANARY", "CA1 1RY", KEY, "4711"):
        assert private not in kept.read_text()


@pytest.mark.parametrize("status", [401, 404, 500, 502])
async def test_without_an_answer_what_is_known_is_used_at_once(
    house: Household, status: int
) -> None:
    before = await house.ask()
    kept = account_path(house.state, BASE, NUMBER).read_bytes()
    house.api.instead = Response.html(status)
    house.now += DAY
    answer = await house.ask()
    assert answer.known == before.known
    assert isinstance(answer.error, errors.ApiError)
    assert house.api.asked == ["account"] * 2, "not again and again"
    assert account_path(house.state, BASE, NUMBER).read_bytes() == kept


async def test_what_is_not_known_yet_is_worth_some_tries(house: Household) -> None:
    house.api.instead = Response.html(502)
    answer = await house.ask()
    assert answer.known is None
    assert isinstance(answer.error, errors.ServerFailed)
    assert len(house.waits) == 3
    assert not house.state.exists()


async def test_an_answer_that_makes_no_sense_changes_nothing(house: Household) -> None:
    before = await house.ask()
    house.api.instead = Response.json({"number": NUMBER, "properties": 5})
    answer = await house.ask(always=True)
    assert (answer.known, type(answer.error)) == (before.known, errors.BadAnswer)


async def test_a_meter_point_that_is_gone_is_remembered(house: Household) -> None:
    await house.ask()
    house.api.homes = (home(electricity("2000000000033")),)
    answer = await house.ask(always=True)
    assert answer.known is not None
    assert [point.number for point in answer.known.gone] == ["2000000000017"]
    assert load_account(house.state, BASE, NUMBER) == answer.known


async def test_a_list_that_cannot_be_kept_is_used_all_the_same(house: Household) -> None:
    house.state.write_text("a file where the folder should be")
    answer = await house.ask()
    assert answer.known is not None
    assert isinstance(answer.error, errors.Unwritable)


async def test_several_accounts_have_answers_of_their_own(house: Household) -> None:
    other = HOUSE._replace(number="A-99999999")
    first, second = await ask_for_accounts(
        [HOUSE, other], state_folder=house.state, transport=Answering(house.api), sleep=no_sleep
    )
    assert first.known is not None
    assert isinstance(second.error, errors.NotFound)


# Meters without readings


async def synced(
    folder: Path, api: AccountApi, now: float, *, also_empty: bool = False, **different: bool
) -> Finished:
    """The end of the sync of a meter that an account lists."""
    url = f"{BASE}/electricity-meter-points/2000/meters/21L/consumption/"
    listed = meter(folder, serial="21L", url=url, is_discovered=True, **different)
    (end,) = [
        event
        async for event in sync_all(
            [listed],
            state_folder=folder / "state",
            also_empty=also_empty,
            transport=Answering(api),
            now=lambda: now,
            sleep=no_sleep,
        )
        if isinstance(event, Finished)
    ]
    return end


async def test_a_meter_without_readings_is_asked_for_once_a_week(tmp_path: Path) -> None:
    api = AccountApi()
    for hours in (0, 1, 30, 24 * 7 - 1, 24 * 7, 24 * 8):
        end = await synced(tmp_path, api, NOW + hours * 3600)
        assert end.error is None
    assert api.asked == ["21L"] * 2


async def test_and_at_once_if_somebody_wants_to_know(tmp_path: Path) -> None:
    api = AccountApi()
    for _ in range(2):
        await synced(tmp_path, api, NOW, also_empty=True)
    assert api.asked == ["21L"] * 2


async def test_what_comes_at_last_is_stored_and_asked_for_at_every_sync(tmp_path: Path) -> None:
    api = AccountApi()
    await synced(tmp_path, api, NOW)
    api.readings["21L"] = history(2)
    assert (await synced(tmp_path, api, NOW + 8 * DAY)).new == 96
    await synced(tmp_path, api, NOW + 8 * DAY + 3600)
    assert api.asked == ["21L"] * 3


async def test_a_meter_that_was_replaced_may_be_unknown(tmp_path: Path) -> None:
    api = AccountApi()
    api.unknown.add("21L")
    for _ in range(2):
        end = await synced(tmp_path, api, NOW, is_former=True)
        assert end.error is None
    assert api.asked == ["21L"], "as one without readings"


async def test_what_it_had_before_stays(tmp_path: Path) -> None:
    api = AccountApi(readings={"21L": history(2)})
    end = await synced(tmp_path, api, NOW, is_former=True)
    api.unknown.add("21L")
    assert (await synced(tmp_path, api, NOW, is_former=True)).error is None
    assert len(stored(end.meter)) == 96


async def test_a_meter_in_use_may_not(tmp_path: Path) -> None:
    api = AccountApi()
    api.unknown.add("21L")
    assert isinstance((await synced(tmp_path, api, NOW)).error, errors.NotFound)


async def test_no_account_is_asked_for_where_none_is_configured(tmp_path: Path) -> None:
    def never(_: object) -> Response:
        raise AssertionError

    assert await ask_for_accounts([], state_folder=tmp_path, transport=Answering(never)) == ()
