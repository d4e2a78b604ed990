"""The dashboard as the person whose house it is sees it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.dashboards import opened
from tests.support.drawn import drawing
from tests.support.households import half_hours, march, readings
from tests.support.screens import place_of, style_at
from tests.support.slow import one_in, slow

SIZES = [(80, 24), (120, 40), (40, 12)]


@pytest.mark.parametrize("size", [(120, 40), (40, 12), *slow((80, 24))])
async def test_it_opens_on_the_latest_complete_day(tmp_path: Path, size: tuple[int, int]) -> None:
    async with opened(tmp_path, march(), size=size) as here:
        await here.shows("Thu 14 Mar 2024", "Total 15.00 kWh")
        assert "Thu 14 Mar 2024" in "".join(here.lines[:3])
        assert any("█" in line for line in here.lines)


async def test_the_panel_tells_peak_and_base_load(tmp_path: Path) -> None:
    async with opened(tmp_path, march()) as here:
        await here.shows(
            "Peak 1.80 kW", "(0.90 kWh)", "at 18:00", "7-day base load 600 W", "(96%)"
        )


async def test_every_kind_of_period_has_its_key(tmp_path: Path) -> None:
    async with opened(tmp_path, march()) as here:
        for key, label, total, count in (
            ("w", "11–17 Mar 2024", "60.60", "readings so far"),
            ("m", "March 2024", "210.60", "16–19 h 33.60 kWh (16%)"),
            ("d", "Thu 14 Mar 2024", "15.00", "all 48 readings"),
            ("y", "2024", "1,110.6", "all 3,554 readings"),
            ("a", "All readings", "1,110.6", "all 3,554 readings so far"),
        ):
            await here.press(key)
            await here.shows(label, f"Total {total} kWh", count)


async def test_arrows_lead_to_the_day_after_the_latest_complete_one_and_stop_with_a_word(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path, march()) as here:
        await here.press("right")
        await here.shows("Fri 15 Mar 2024", "all 2 readings so far")
        await here.press("right")
        await here.shows("Fri 15 Mar 2024", "Readings end on Fri 15 Mar 2024")
        await here.press("home")
        await here.shows("Mon 1 Jan 2024")
        await here.press("left")
        await here.shows("Mon 1 Jan 2024", "Readings begin on Mon 1 Jan 2024")
        await here.press("end")
        await here.shows("Fri 15 Mar 2024")
        await here.press("t")
        await here.shows("Thu 14 Mar 2024")


async def test_a_bigger_step_moves_a_day_by_a_week(tmp_path: Path) -> None:
    async with opened(tmp_path, march()) as here:
        await here.press("pageup")
        await here.shows("Thu 7 Mar 2024")
        await here.press("pagedown", "h", "l", "g")
        await here.shows("Mon 1 Jan 2024")


@pytest.mark.extended
async def test_a_date_can_be_typed_at_once(tmp_path: Path) -> None:
    async with opened(tmp_path, march()) as here:
        await here.press("p")
        await here.shows("Mo Tu We Th Fr Sa Su")
        await here.press(*"14/2/24", "enter")
        await here.shows("Wed 14 Feb 2024")
        assert "Mo Tu We" not in here.text


@pytest.mark.parametrize(
    ("typed", "title"),
    one_in(
        3,
        [
            ("2024", "◀ 2024 ▶"),
            ("jan 2024", "◀ January 2024 ▶"),
            ("2024-02", "◀ February 2024 ▶"),
            ("last week", "◀ 11–17 Mar 2024 ▶"),
            ("feb 10", "◀ Sat 10 Feb 2024 ▶"),
        ],
    ),
)
async def test_a_typed_week_month_or_year_is_gone_to_and_d_leads_to_a_day_of_it(
    tmp_path: Path, typed: str, title: str
) -> None:
    async with opened(tmp_path, march()) as here:
        await here.press("p", *typed, "enter")
        assert title in here.lines[0]
        await here.press("m", "p", *"mar 2024", "enter", "d")
        assert "◀ Fri 1 Mar 2024 ▶" in here.lines[0]


@pytest.mark.extended
async def test_a_date_can_be_picked_with_arrows(tmp_path: Path) -> None:
    async with opened(tmp_path, march()) as here:
        await here.press("slash", "up", "left", "enter")
        await here.shows("Wed 6 Mar 2024")


@pytest.mark.extended
async def test_into_a_day_and_back_out_through_the_table(tmp_path: Path) -> None:
    async with opened(tmp_path, march()) as here:
        await here.press("y", "2")
        await here.shows("month", "Mar", "674/1,486")
        await here.press("enter")
        await here.shows("March 2024", "Thu 14", "48/48")
        await here.press("up", "up", "enter")
        await here.shows("Tue 12 Mar 2024", "from", "07:30", "0.300")
        await here.press("backspace")
        await here.shows("March 2024", "Tue 12")
        assert here.under_cursor == "Tue 12"
        await here.press("backspace")
        await here.shows("month")
        assert here.under_cursor == "Mar"


@pytest.mark.extended
async def test_rows_of_the_table_say_what_the_headless_summary_says(tmp_path: Path) -> None:
    async with opened(tmp_path, march(), size=(120, 40)) as here:
        await here.press("m", "2")
        await here.shows("readings")
        row = next(line for line in here.lines if "Thu 14" in line).split()
        assert row[:3] == ["Thu", "14", "15.00"]
        assert "48/48" in row
        assert {"1.80", "18:00", "600"} <= set(row)


async def test_tab_goes_round_the_views(tmp_path: Path) -> None:
    async with opened(tmp_path, march()) as here:
        for shown in (
            "from",
            "Daily total",
            "00:00─",
            "Last syncs",
            "The bill of March 2024 is not known.",
            "Neither the tariff nor the region of this meter is known.",
            "It is not known what you could choose from.",
            "kWh per half hour",
            "from",
        ):
            await here.press("tab")
            await here.shows(shown)


async def test_e_writes_what_is_shown_and_never_over_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with opened(tmp_path, march()) as here:
        await here.press("m", "e")
        await here.shows("octoterm-electricity-2024-03.csv")
        await here.press("e")
        await here.shows("-2.csv")
    lines = (tmp_path / "octoterm-electricity-2024-03.csv").read_text().splitlines()
    assert lines[0].startswith("start,end,label,kwh,readings,expected")
    assert (
        "2024-03-14T00:00:00+00:00,2024-03-15T00:00:00+00:00,Thu 14 Mar 2024,15.0,48,48"
        in (lines[14])
    )


@pytest.mark.slow
async def test_help_lists_every_command(tmp_path: Path) -> None:
    async with opened(tmp_path, march(), size=(120, 60)) as here:
        await here.press("question_mark")
        await here.shows("Keys", "Previous day, week, month or year")
        await here.press("escape")
        assert "Keys" not in here.text


@pytest.mark.extended
async def test_what_changes_under_a_dialog_shows_once_it_closes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never_painted() -> None:
        """What widgets put off until the dialog has been painted is not done."""

    async with opened(tmp_path, march()) as here:
        await here.press("question_mark")
        monkeypatch.setattr(here.app.screen, "_invoke_and_clear_callbacks", never_painted)
        await here.dashboard.run_action("show('month')")
        await here.pilot.pause()
        await here.press("escape")
        assert "kWh per day" in here.chart[0]


@pytest.mark.extended
async def test_the_theme_is_kept(tmp_path: Path) -> None:
    async with opened(tmp_path, march()) as here:
        here.app.action_choose_theme("textual-light")
        await here.pilot.pause()
    async with opened(tmp_path, march()) as here:
        assert here.app.theme == "textual-light"


@pytest.mark.extended
async def test_another_theme_colours_everything_anew(tmp_path: Path) -> None:
    async with opened(tmp_path, march()) as here:
        await here.shows("Total 15.00 kWh", "Checked")
        words = ("Electricity", "Thu 14 Mar", "day", "kWh", "└", "█", "Total", "Checked", "Help")
        places = [place_of(here.app, word) for word in words]
        before = [style_at(here.app, *place) for place in places]
        here.app.theme = "textual-light"
        await here.pilot.pause()
        for word, place, style in zip(words, places, before, strict=True):
            assert style_at(here.app, *place).color != style.color, word


@pytest.mark.slow
async def test_resizing_down_and_up_again_redraws(tmp_path: Path) -> None:
    async with opened(tmp_path, march()) as here:
        before = await here.shows("Total 15.00 kWh", "Checked")
        for size in [(20, 5), (1, 1), (6, 20), (200, 60), (40, 12), (80, 24)]:
            await here.pilot.resize_terminal(*size)
        assert here.text == before


async def test_a_tiny_terminal_shows_what_fits(tmp_path: Path) -> None:
    async with opened(tmp_path, march(), size=(20, 5)) as here:
        await here.shows("Thu 14 Mar 2024")
        for key in "wmyad2":
            await here.press(key)


@pytest.mark.slow
async def test_total_and_readings_stay_at_every_width(tmp_path: Path) -> None:
    async with opened(tmp_path, march()) as here:
        for key in "dwmya":
            await here.press(key)
            for width in (80, 132):
                await here.pilot.resize_terminal(width, 24)
                assert "Total " in here.text
                assert " readings" in here.text


@pytest.mark.slow
async def test_ascii_has_nothing_but_ascii(tmp_path: Path) -> None:
    async with opened(tmp_path, march(), ascii_only=True) as here:
        await here.shows("all 48 readings")
        for key in ("w", "m", "left_square_bracket", "y", "a", "2", "question_mark"):
            text = await here.press(key)
            assert text.isascii(), [c for c in text if not c.isascii()]


@pytest.mark.extended
async def test_quit_leaves_with_zero(tmp_path: Path) -> None:
    for key in ("q", "ctrl+q", "ctrl+c"):
        async with opened(tmp_path, march()) as here:
            await here.press(key)
        assert (here.app.return_code or 0) == 0


@pytest.mark.extended
async def test_a_theme_is_found_by_its_name(tmp_path: Path) -> None:
    async with opened(tmp_path, march()) as here:
        await here.press("ctrl+p", *"nord")
        await here.shows("Theme: nord")
        await here.press("enter")
        await here.until(lambda: here.app.theme == "nord", "the theme")


@pytest.mark.extended
async def test_the_words_of_the_top_line_are_clicked_and_look_the_same_under_the_pointer(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path, march()) as here:
        await here.shows("Checked")

        async def click(word: str) -> None:
            at = (here.lines[0].index(word), 0)
            with drawing(here.app) as drawn:
                await here.pilot.pause()
                drawn.sent = ""
                await here.pilot.hover(offset=at)
                assert not drawn.sent
            await here.pilot.click(offset=at)

        assert "Thu 14 Mar 2024" in here.lines[0]
        await click("◀")
        await here.shows("Wed 13 Mar 2024")
        await click("▶")
        await here.shows("Thu 14 Mar 2024")
        await click("month")
        await here.shows("March 2024")
        await click("March 2024")
        await here.shows("Pick a date")
        await here.pilot.click(offset=(here.lines[0].index("◀"), 0))  # beside the box: it closes
        await here.until(lambda: here.app.screen is here.dashboard)
        assert "◀ March 2024 ▶" in here.lines[0]


@pytest.mark.slow
async def test_closed_twice_at_once_a_dialog_closes_nothing_else(tmp_path: Path) -> None:
    async with opened(tmp_path, march()) as here:
        for opens in ("p", "question_mark", "ctrl+p"):
            await here.press(opens)
            dialog = here.app.screen
            assert dialog is not here.dashboard
            dialog.dismiss(None)
            dialog.dismiss(None)
            await here.pilot.pause()
            assert here.app.screen is here.dashboard


async def test_what_is_not_due_yet_is_no_cross_in_the_table(tmp_path: Path) -> None:
    rows = readings(half_hours("2024-03-13T00:00Z", "2024-03-14T06:00Z"))
    del rows[50]  # 01:00 on the 14th
    async with opened(tmp_path, rows) as here:
        await here.press("G", "2")
        await here.shows("Thu 14 Mar 2024")
        shown = dict(re.findall(r"(\d\d:\d\d) +(\S+)", here.text))
        assert (shown["00:30"], shown["01:00"], shown["06:00"]) == ("0.250", "×", "·")
