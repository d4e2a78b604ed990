"""The help: every command, in words, those of the view first, however small the screen."""

from __future__ import annotations

from pathlib import Path

import pytest

from octoterm.ui.commands import COMMANDS, TABS, Command
from octoterm.ui.drawing.symbols import ASCII
from octoterm.ui.screens.help import HelpLine, HelpScreen, Section, halves, sections_for
from tests.support.dashboards import opened
from tests.support.households import march
from tests.support.screens import (
    NO_ANSWER,
    Showing,
    has_timers,
    in_terminal,
    place_of,
    press,
    text_of,
)
from tests.support.slow import one_in, slow


def words(app: Showing) -> str:
    """What is on screen, as one line."""
    return " ".join(" ".join(text_of(app)).replace("│", " ").split())


@pytest.mark.extended
@pytest.mark.parametrize("size", [(100, 24), *slow((40, 12), (80, 24), (120, 40), (99, 24))])
async def test_every_key_and_what_it_does_can_be_scrolled_to(size: tuple[int, int]) -> None:
    app = Showing(HelpScreen("usage"))
    async with in_terminal(app, size) as pilot:
        seen = [words(app)]
        for _ in range(16):
            await press(pilot, "pagedown")
            seen.append(words(app))
        for command in COMMANDS:
            for text in (*command.shown.split(), *command.help.split()):
                assert any(text in page for page in seen), text


@pytest.mark.slow
async def test_a_command_stands_behind_its_keys() -> None:
    app = Showing(HelpScreen("usage"))
    async with in_terminal(app, (99, 70)):
        rows = text_of(app)
        for command in COMMANDS:
            help_ = command.help.split(" (")[0]
            assert any(f" {command.key} " in row and help_ in row for row in rows), command


@pytest.mark.slow
async def test_there_are_two_columns_where_there_is_room() -> None:
    app = Showing(HelpScreen("usage"))
    async with in_terminal(app, (120, 40)) as pilot:
        assert place_of(app, "In Usage")[1] == place_of(app, "View")[1]
        assert "Quit" in words(app)
        await pilot.resize_terminal(80, 60)
        await pilot.pause()
        assert place_of(app, "In Usage")[1] < place_of(app, "Period")[1]


def test_the_columns_are_about_equally_high() -> None:
    line = HelpLine("x", "Does something")
    sizes = (("a", 2), ("b", 9), ("c", 6), ("d", 4))
    sections = [Section(name, [line] * size) for name, size in sizes]
    assert [len(column) for column in halves(sections)] == [2, 2]
    assert halves(sections)[0] + halves(sections)[1] == sections
    assert halves([]) == ([], [])


@pytest.mark.parametrize("tab", TABS, ids=lambda tab: tab.tab)
def test_it_begins_with_the_keys_of_the_view_and_has_every_key_once(tab: Command) -> None:
    view = tab.action.split("'")[1]
    first, *rest = sections_for(view)
    assert first.name == f"In {tab.tab}"
    own = [command.shown for command in COMMANDS if command.views and command.matters_in(view)]
    assert [line.keys for line in first.lines] == own
    *rest, mouse = rest
    assert mouse.name == "Mouse"
    assert ("Shift+drag", "Copies text") in [line[:2] for line in mouse.lines]
    told = [line.keys for section in (first, *rest) for line in section.lines]
    assert sorted(told) == sorted(command.shown for command in COMMANDS)


@pytest.mark.extended
async def test_typing_leaves_only_what_is_found() -> None:
    app = Showing(HelpScreen("trends"))
    async with in_terminal(app, (80, 24)) as pilot:
        await press(pilot, *"unusual")
        assert "> unusual" in words(app)
        assert "Next older unusual day" in words(app)
        assert "PgUp" not in words(app)
        assert "Esc clears" in words(app)
        await press(pilot, *"xx")
        assert "Nothing found" in words(app)
        await press(pilot, "escape")
        assert "In Trends" in words(app)
        assert "Esc closes" in words(app)
        await press(pilot, *"q")
        assert app.answer == NO_ANSWER, "q is searched for"
        assert "Quit" in words(app)
        assert "Previous day" not in words(app)


@pytest.mark.extended
async def test_keys_typed_at_once_are_all_in_the_search(tmp_path: Path) -> None:
    async with opened(tmp_path, march()) as here:
        await press(here.pilot, "question_mark", *"copies")
        await here.shows("> copies", "Shift+drag")


@pytest.mark.extended
async def test_more_below_is_said() -> None:
    app = Showing(HelpScreen("usage"))
    async with in_terminal(app, (80, 24)) as pilot:
        assert "↓ more" in words(app)
        await press(pilot, "end")
        assert "↓ more" not in words(app)
        await press(pilot, *"quit")
        assert "↓ more" not in words(app)


@pytest.mark.extended
@pytest.mark.parametrize("size", [(80, 24), *slow((40, 12), (100, 30), (120, 40))])
async def test_no_line_is_cut(size: tuple[int, int]) -> None:
    app = Showing(HelpScreen("profile"))
    async with in_terminal(app, size) as pilot:
        for _ in range(8):
            assert "…" not in words(app)
            await press(pilot, "pagedown")


@pytest.mark.extended
@pytest.mark.parametrize(
    ("down", "up"),
    one_in(3, [("down", "up"), ("pagedown", "pageup"), ("end", "home")]),
)
async def test_it_scrolls_at_once_in_both_directions(down: str, up: str) -> None:
    app = Showing(HelpScreen("usage"))
    async with in_terminal(app, (40, 12)) as pilot:
        top = text_of(app)
        await press(pilot, down)
        lower = text_of(app)
        assert lower != top
        await pilot.pause()
        assert text_of(app) == lower
        await press(pilot, up)
        assert text_of(app) == top


@pytest.mark.extended
async def test_end_reaches_the_last_command() -> None:
    app = Showing(HelpScreen("usage"))
    async with in_terminal(app, (40, 12)) as pilot:
        assert COMMANDS[-1].help not in words(app).split()
        await press(pilot, "end")
        assert COMMANDS[-1].help in words(app).split()


@pytest.mark.extended
@pytest.mark.parametrize("key", ["question_mark", *slow("escape", "enter", "f1")])
async def test_it_closes(key: str) -> None:
    app = Showing(HelpScreen("usage"))
    async with in_terminal(app, (80, 24)) as pilot:
        await press(pilot, key)
        assert app.answer is None
        assert app.is_running
        assert words(app) == "beneath"


@pytest.mark.slow
async def test_a_click_inside_keeps_it_scrolling_and_one_beside_it_closes() -> None:
    app = Showing(HelpScreen("usage"))
    async with in_terminal(app, (80, 12)) as pilot:
        await pilot.click(offset=place_of(app, "In Usage"))
        before = text_of(app)
        await press(pilot, "down")
        assert text_of(app) != before
        assert app.answer == NO_ANSWER
        await pilot.click(offset=(0, 5))
        assert app.answer is None


@pytest.mark.extended
@pytest.mark.parametrize("key", ["ctrl+q", *slow("ctrl+c")])
async def test_octoterm_can_be_quit_from_it(key: str) -> None:
    app = Showing(HelpScreen("usage"))
    async with in_terminal(app, (80, 24)) as pilot:
        await press(pilot, key)
    assert not app.is_running
    assert app.return_code == 0


@pytest.mark.parametrize("size", [(5, 2), *slow((20, 5))])
async def test_the_smallest_terminals_do_not_break_it(size: tuple[int, int]) -> None:
    app = Showing(HelpScreen("usage"))
    async with in_terminal(app, size) as pilot:
        await press(pilot, "down", "end", "escape")
        assert app.answer is None


@pytest.mark.parametrize("size", slow((80, 24), (120, 40), (40, 12)))
async def test_it_can_be_drawn_in_ascii(size: tuple[int, int]) -> None:
    app = Showing(HelpScreen("usage"), ASCII)
    async with in_terminal(app, size) as pilot:
        for _ in range(8):
            assert "\n".join(text_of(app)).isascii()
            await press(pilot, "down")


@pytest.mark.extended
async def test_it_does_nothing_by_itself() -> None:
    app = Showing(HelpScreen("usage"))
    async with in_terminal(app, (80, 24)):
        assert not has_timers(app.screen)
