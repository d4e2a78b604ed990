"""From what a terminal sends to what was pressed, clicked and pasted: in any pieces, and nothing
else whatever it answers in between.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import constants
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS, IGNORE_SEQUENCE
from textual._xterm_parser import XTermParser
from textual.events import AppBlur, AppFocus, Key, MouseEvent, Paste
from textual.message import Message

from octoterm.ui.driver.input_parser import InputParser
from octoterm.ui.driver.sequences import LONGEST_PASTE

AT_ONCE = 0.0
SOON = constants.ESCAPE_DELAY * 0.9
"""Seconds that leave no doubt about an Escape yet."""
LATER = 1.2
"""Seconds after which an Escape is a key, and what has begun may still go on."""
TOO_LATE = 2.0

Said = tuple[object, ...]


def said(messages: list[Message]) -> list[Said]:
    return [_said(message) for message in messages]


def _said(message: Message) -> Said:
    match message:
        case Key():
            return (message.key,)
        case Paste():
            return ("pasted", message.text)
        case MouseEvent():
            return (type(message).__name__, message.x, message.y, message.button)
    return (type(message).__name__,)


def typed(*pieces: str, pause: float = AT_ONCE) -> list[Said]:
    """What comes of pieces with pauses between them, once all patience has ended."""
    terminal, now = InputParser(), 100.0
    found: list[Message] = []
    for piece in pieces:
        found += terminal.feed(piece.encode(), now)
        now += pause
    return said([*found, *terminal.tick(now + TOO_LATE)])


# Keys, the mouse, pastes


@pytest.mark.parametrize(
    ("sent", "keys"),
    [
        ("q", ["q"]),
        ("é\N{SNOWMAN}", ["é", "snowman"]),
        ("\r\t\x7f\x03", ["enter", "tab", "backspace", "ctrl+c"]),
        ("k\nn\r\n", ["k", "enter", "n", "enter", "enter"]),
        ("\x1b", ["escape"]),
        ("\x1b\x1b", ["escape", "escape"]),
        ("\x1b\x1b[A", ["escape", "up"]),
        ("\x1b[A\x1bOB\x1b[1;5C", ["up", "down", "ctrl+right"]),
        ("\x1bOP\x1b[[A\x1b[11~\x1b[24~", ["f1", "f1", "f1", "f12"]),
        ("\x1b[5~\x1b[H\x1b[4~\x1b[Z", ["pageup", "home", "end", "shift+tab"]),
        ("\x1b[3$\x1b[3^", ["shift+delete", "ctrl+delete"]),
        ("\x1bxy", ["alt+x", "y"]),
        ("\x1bf\x1b\x7f", ["ctrl+right", "ctrl+w"]),
        ("\x1b[27u\x1b[99;5u\x1b[113u", ["escape", "ctrl+c", "q"]),
        ("\x1b[97;;97u\x1b[57399u", ["a", "0"]),
        ("\x9bA\x8fQ", ["up", "f2"]),
    ],
)
def test_keys_in_all_the_ways_that_terminals_send_them(sent: str, keys: list[str]) -> None:
    assert typed(sent) == [(key,) for key in keys]
    assert typed(*sent, pause=SOON / 2) == [(key,) for key in keys]


def test_every_sequence_that_textual_knows_is_a_key_and_ends_where_it_ends() -> None:
    for sequence, keys in ANSI_SEQUENCES_KEYS.items():
        if len(sequence) == 1 or sequence == "\x1b\x1b":  # two keys
            continue
        found = said(list(XTermParser().feed(sequence)))
        assert found or keys is IGNORE_SEQUENCE, sequence
        assert typed(f"{sequence}q") == [*found, ("q",)], sequence


def test_an_escape_that_has_waited_is_a_key_and_takes_no_other_along() -> None:
    assert typed("\x1b", "1", pause=constants.ESCAPE_DELAY + 0.01) == [("escape",), ("1",)]


def test_the_mouse_and_the_focus() -> None:
    sent = "\x1b[<0;5;7M\x1b[<0;5;7m\x1b[<35;6;7M\x1b[<64;6;7M\x1b[I\x1b[O"
    happened = [
        ("MouseDown", 4, 6, 1),
        ("MouseUp", 4, 6, 1),
        ("MouseMove", 5, 6, 0),
        ("MouseScrollUp", 5, 6, 0),
        (AppFocus.__name__,),
        (AppBlur.__name__,),
    ]
    assert typed(sent) == happened
    assert typed(*sent, pause=SOON) == happened


def test_what_the_terminal_can_do_is_heard() -> None:
    assert typed("\x1b[?2026;2$y") == [("TerminalSupportsSynchronizedOutput",)]
    assert typed("\x1b[48;24;80;480;800t") == [("Resize",)]


@pytest.mark.parametrize("text", ["2024-03-10", "q\x1b[A\x1b]11;?\x07é", "", "\x1b[201", "a\0b"])
def test_what_is_pasted_is_no_keys_whatever_it_holds(text: str) -> None:
    sent = f"\x1b[200~{text}\x1b[201~q"
    assert typed(sent) == [("pasted", text.replace("\0", "")), ("q",)]
    assert typed(*sent, pause=SOON) == [("pasted", text.replace("\0", "")), ("q",)]


def test_a_paste_of_a_whole_file_takes_no_more_room_than_anybody_needs() -> None:
    megabytes = ["\x1b[200~", *["0123456789abcdef" * 256] * 1000, "\x1b[2", "01~q"]
    [(_, text), key] = typed(*megabytes)
    assert isinstance(text, str)
    assert (len(text), key) == (LONGEST_PASTE, ("q",))


# What nobody has pressed

ANSWERS = [
    "\x1b]11;rgb:eeee/eeee/eeee\x1b\\",
    "\x1b]11;rgb:1e1e/1e1e/2e2e\x07",
    "\x1b]l;a title, é and all\x1b\\",
    "\x9d11;rgb:eeee/eeee/eeee\x9c",
    f"\x1b]52;c;{'cXVpdA==' * 40}\x07",
    "\x1bP>|tmux 3.5a\x1b\\",
    "\x1bP1$r0m\x07q\x1b\\",
    "\x1b_Gi=31;OK\x1b\\",
    "\x1b^quit\x1b\\",
    "\x1bXquit\x1b\\",
    "\x1b[?62;22c",
    "\x1b[>41;354;0c",
    "\x1b[=1;2c",
    "\x1b[?0u",
    "\x1b[?1;2;256S",
    "\x1b[0n",
    "\x1b[8;24;80t",
    "\x1b[2;1$y",
    "\x1b[?997;1n",
    "\x1b[<0;-3;5M",
    "\x1b[32;5;7M",
    "\x1b[M q?",
    "\x1b[113~",
    "\x1b[9A",
    "\x1b[3u",
    "\x1b[97:65;2:3u",
    "\x1b[99999999999u",
    f"\x1b[{'1;' * 60}q",
    "\x1bO5q",
    "\x1b\\",
    "\x9bq\x9c\x85",
]


@pytest.mark.parametrize("answer", ANSWERS)
def test_an_answer_is_no_key_however_late_its_pieces_come(answer: str) -> None:
    assert typed(f"{answer}q") == [("q",)]
    assert typed(*answer, "q", pause=SOON) == [("q",)]
    for at in range(2, len(answer)):
        assert typed(answer[:at], f"{answer[at:]}q", pause=LATER) == [("q",)]


@pytest.mark.extended
@pytest.mark.parametrize("answer", ANSWERS)
def test_a_torn_one_is_dropped_whole(answer: str) -> None:
    for at in range(2, len(answer)):
        assert typed(answer[:at], "q", pause=TOO_LATE) == [("q",)]


@pytest.mark.parametrize(
    "begun", ["\x1b[", "\x1b[1;2", "\x1b]11;rg", "\x1bP>|", "\x1bO", "\x1b[M!"]
)
def test_a_key_that_begins_with_escape_cuts_off_what_has_begun(begun: str) -> None:
    assert typed(f"{begun}\x1b[Aq") == [("up",), ("q",)]


@pytest.mark.parametrize(
    "begun", ["\x1b[", "\x1b[1;2", "\x1b]11;rg", "\x1bP>|", "\x1bO", "\x1b[M!"]
)
@pytest.mark.parametrize("cancel", ["\x18", "\x1a"])
def test_what_the_terminal_cancels_is_over(begun: str, cancel: str) -> None:
    assert typed(f"{begun}{cancel}q") == [("q",)]


def test_what_stands_in_no_sequence_is_a_key() -> None:
    assert typed("\x1b[1;\r\x1b[\x7f\x1b[é") == [("enter",), ("backspace",), ("é",)]


@pytest.mark.slow
def test_an_answer_without_end_takes_no_room_and_ends_at_last() -> None:
    assert typed("\x1b]52;c;", *["cXVp" * 1000] * 500, "\x1b\\q") == [("q",)]


TORN = ["\x1b]11;rgb:ee", "\x1bP>|tm", "\x1b[200~abc", "\x1b[1;2", "\x1b["]


@pytest.mark.parametrize("torn", TORN)
def test_keys_that_are_typed_one_by_one_do_not_prolong_what_is_torn(torn: str) -> None:
    """A key a second: the first may be lost with it, the others are keys."""
    keys = [each for each in typed(torn, *"hhhhq", pause=1.0) if each[0] != "pasted"]
    assert keys[-3:] == [("h",), ("h",), ("q",)]


@pytest.mark.parametrize("torn", TORN)
def test_ctrl_c_gets_through_whatever_is_torn(torn: str) -> None:
    assert typed(torn, "\x03")[-1] == ("ctrl+c",)


def test_a_paste_whose_end_never_comes_is_what_came_of_it() -> None:
    assert typed("\x1b[200~2024-", "03-14", pause=LATER) == [("pasted", "2024-03-14")]
    assert typed("\x1b[200~14 mar", "q", pause=TOO_LATE) == [("pasted", "14 mar"), ("q",)]


# All of it at once


@dataclass(frozen=True)
class Sent:
    """What a terminal sends at once, what is to come of it, and whether it must pause then."""

    text: str
    happens: tuple[Said, ...] = ()
    pause: float = AT_ONCE


def key(sent: str) -> Sent:
    """What Textual's own parser makes of it, given it whole and by itself."""
    return Sent(sent, tuple(said(list(XTermParser().feed(sent)))))


pressed = st.one_of(
    st.sampled_from("qwe?13é€😀 \r\x03").map(key),
    st.sampled_from(
        [each for each in ANSI_SEQUENCES_KEYS if len(each) > 1 and each != "\x1b\x1b"]
    ).map(key),
    st.sampled_from("agxyäß").map(lambda letter: Sent(f"\x1b{letter}", ((f"alt+{letter}",),))),
    st.integers(0x20, 0x1FFFF)
    .filter(lambda code: not 0xD800 <= code < 0xE000)
    .map(lambda code: key(f"\x1b[{code}u")),
    st.just(Sent("\x1b", (("escape",),), SOON + 0.1)),
)
clicked = st.builds(
    lambda x, y: Sent(f"\x1b[<0;{x};{y}M", (("MouseDown", x - 1, y - 1, 1),)),
    st.integers(1, 300),
    st.integers(1, 100),
)
pasted = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0\x1b"), max_size=30
).map(lambda text: Sent(f"\x1b[200~{text}\x1b[201~", (("pasted", text),)))
plain = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=50)
answered = st.one_of(
    st.sampled_from(ANSWERS).map(Sent),
    st.builds(
        lambda kind, text, end: Sent(f"\x1b{kind}{text}{end}"),
        st.sampled_from("]P_^X"),
        plain,
        st.sampled_from(["\x1b\\", "\x9c"]),
    ),
    st.builds(
        lambda private, numbers, final: Sent(f"\x1b[{private}{numbers}{final}"),
        st.sampled_from("?>="),
        st.from_regex(r"\A[0-9;:]*[ -/]?\Z"),
        st.sampled_from("cnuhlmpqrstx~R"),
    ),
)
torn = answered.flatmap(
    lambda whole: st.integers(2, max(2, len(whole.text) - 1)).map(
        lambda at: Sent(whole.text[:at], (), TOO_LATE)
    )
).filter(lambda sent: "$y" not in sent.text)


@pytest.mark.extended
@given(st.lists(st.one_of(pressed, clicked, pasted, answered, torn), max_size=12), st.data())
def test_any_pieces_of_any_mix_give_exactly_what_was_pressed_clicked_and_pasted(
    all_sent: list[Sent], data: st.DataObject
) -> None:
    terminal, now = InputParser(), 100.0
    happened: list[Message] = []
    for sent in all_sent:
        rest = sent.text.encode()
        while rest:
            cut = data.draw(st.integers(1, len(rest)), "bytes that come at once")
            happened += terminal.feed(rest[:cut], now)
            rest = rest[cut:]
            now += data.draw(st.sampled_from([AT_ONCE, SOON]), "seconds to the next")
        now += sent.pause
    happened += terminal.tick(now + TOO_LATE)
    assert said(happened) == [what for sent in all_sent for what in sent.happens]


@pytest.mark.slow
@given(st.lists(st.binary(max_size=20), max_size=20), st.data())
def test_rubbish_does_no_harm_and_is_over_in_time(
    rubbish: list[bytes], data: st.DataObject
) -> None:
    terminal, now = InputParser(), 100.0
    for piece in rubbish:
        terminal.feed(piece, now)
        now += data.draw(st.sampled_from([AT_ONCE, SOON, LATER]))
    terminal.feed(b"\x1b[201~", now)  # it may have begun a paste
    now += TOO_LATE
    terminal.feed(b"", now)
    assert said(terminal.feed(b"q", now))[-1:] == [("q",)]
