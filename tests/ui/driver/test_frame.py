"""What is sent is what has changed, and what the terminal then shows is the picture."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.color import Color
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip

from octoterm.ui.driver.frame import Frame
from tests.support.emulator import Emulator

SIZE = Size(16, 3)
CONSOLE = Console(file=io.StringIO(), color_system="truecolor", force_terminal=True)
PLAIN, RED = Style(), Style(color="#ff0000")
ALARM = Style(color="#ff0000", bgcolor="#000044", bold=True)

colours = st.sampled_from(
    [None, Color.parse("#ff0000"), Color.parse("#00ff00"), Color.parse("blue")]
)
styles = st.builds(
    lambda color, bgcolor, bold, dim, underline, reverse: (
        Style.from_color(color, bgcolor)
        + Style(bold=bold, dim=dim, underline=underline, reverse=reverse)
    ),
    colours,
    colours,
    *(st.sampled_from([None, False, True]) for _ in range(4)),
)
texts = st.text(st.sampled_from("ab  \u2588\u2502\u00b7\u6f22"), min_size=1, max_size=6)
rows = st.lists(st.builds(Segment, texts, styles), max_size=5).map(
    lambda segments: list(Strip(segments).adjust_cell_length(SIZE.width, PLAIN))
)
pictures = st.dictionaries(st.integers(0, SIZE.height - 1), rows, min_size=1)


def row(*words: tuple[str, Style] | str) -> list[Segment]:
    pairs = [(word, PLAIN) if isinstance(word, str) else word for word in words]
    strip = Strip([Segment(text, style) for text, style in pairs])
    return list(strip.adjust_cell_length(SIZE.width, PLAIN))


def sent(frame: Frame, *words: tuple[str, Style] | str) -> str:
    """What is sent so that its first row shows these words."""
    return frame.turn_into({0: row(*words)}, SIZE, CONSOLE)


def drawn_whole(shown: dict[int, list[Segment]]) -> Emulator:
    terminal = Emulator(*SIZE)
    for y, segments in shown.items():
        terminal.feed(f"\x1b[{y + 1};1H{Strip(segments).render(CONSOLE)}".encode())
    return terminal


@pytest.mark.extended
@given(st.lists(pictures, min_size=1, max_size=6))
def test_whatever_comes_after_whatever_the_terminal_shows_it_as_if_drawn_whole(
    changes: list[dict[int, list[Segment]]],
) -> None:
    frame, terminal, shown = Frame(), Emulator(*SIZE), dict[int, list[Segment]]()
    for change in changes:
        shown |= change
        terminal.feed(frame.turn_into(change, SIZE, CONSOLE).encode())
        assert terminal.picture == drawn_whole(shown).picture
        assert frame.has(change, SIZE)
        assert frame.turn_into(change, SIZE, CONSOLE) == ""


def test_one_cell_that_changes_is_sent_alone() -> None:
    frame = Frame()
    sent(frame, "12.0 kWh")
    assert sent(frame, "12.5 kWh") == "\x1b[1;4H5"


def test_equal_cells_between_are_sent_where_a_move_would_take_more() -> None:
    frame = Frame()
    sent(frame, "12.0 kWh")
    assert sent(frame, "13.5 kWh") == "\x1b[1;2H3.5"
    assert sent(frame, "23.5 kWh a day") == "\x1b[1;1H2\x1b[1;10Ha day"


def test_only_what_differs_of_a_style_is_sent() -> None:
    frame = Frame()
    assert sent(frame, ("0123456789", RED), ("abcdef", ALARM)) == (
        "\x1b[1;1H\x1b[38;2;255;0;0m0123456789\x1b[1;48;2;0;0;68mabcdef\x1b[22;39;49m"
    )


def test_of_a_space_only_the_background_is_sent() -> None:
    frame = Frame()
    sent(frame, "a b", ("     ", RED))
    assert sent(frame, "a b", ("     ", Style(color="#0000ff", bold=True))) == ""
    assert sent(frame, "a b", ("     ", Style(underline=True))) == (
        "\x1b[1;4H\x1b[4m     \x1b[24m"
    )


def test_a_row_whose_columns_are_not_certain_is_sent_whole() -> None:
    frame = Frame()
    sent(frame, "\u6f22 12.0 kWh")
    assert sent(frame, "\u6f22 12.5 kWh").startswith("\x1b[1;1H\u6f22 12.5 kWh")
    assert sent(frame, "x  12.5 kWh").startswith("\x1b[1;1Hx  12.5 kWh")


def test_after_another_size_or_screen_everything_is_sent() -> None:
    frame, wider = Frame(), Size(17, 3)
    sent(frame, "12.0 kWh")
    assert not frame.has({0: row("12.0 kWh")}, wider)
    assert "12.0 kWh" in frame.turn_into({0: row("12.0 kWh")}, wider, CONSOLE)
    frame.forget()
    assert "12.0 kWh" in frame.turn_into({0: row("12.0 kWh")}, wider, CONSOLE)
