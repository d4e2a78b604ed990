"""Every terminal that octoterm may find itself in: it works there, or says what to do."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.support.slow import one_in, slow
from tests.support.terminals import AT_HOME, Terminal, furnish, octoterm

NAMES = ["xterm", "xterm-256color", "screen", "tmux-256color", "linux", "vt100", "", None]
LOCALES = {
    "C": {"LC_ALL": "C"},
    "POSIX": {"LC_ALL": "POSIX"},
    "UTF-8": {"LC_ALL": "C.UTF-8"},
    "ISO-8859-1": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "iso-8859-1"},
    "ASCII": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"},
}
#: `PYTHONUTF8=0` and an encoding stand for locales that need not be installed here.


@pytest.fixture
def home(tmp_path: Path) -> Path:
    furnish(tmp_path)
    return tmp_path


def assert_works(terminal: Terminal, ascii_only: bool) -> None:
    """Whether it opens, shows the total, goes through all views and ends."""
    terminal.shows("Total 12.00 kWh")
    terminal.press(b"2345?")
    terminal.shows("Keys", "Esc closes")
    terminal.press(b"\x1b")
    terminal.until(lambda: "Esc closes" not in terminal.screen.text, "the end of the help")
    terminal.press(b"q")
    assert terminal.leave() == 0
    assert terminal.is_restored, terminal.leftovers
    if ascii_only:
        assert terminal.output.isascii()


def opened(
    home: Path, *arguments: str, term: str | None = "xterm", **environment: str
) -> AbstractContextManager[Terminal]:
    given = environment if term is None else {"TERM": term, **environment}
    without = tuple({"TERM", "COLORTERM", "NO_COLOR"} - given.keys())
    return octoterm(*AT_HOME, *arguments, folder=home, without=without, **given)


MATRIX = [(name, locale, plain) for name in NAMES for locale in LOCALES for plain in (False, True)]
FEW = [("screen", "ISO-8859-1", False), (None, "POSIX", False)]


def try_out(home: Path, name: str | None, locale: str, plain: bool) -> None:
    arguments = ("--ascii",) if plain else ()
    with opened(home, *arguments, term=name, **LOCALES[locale]) as terminal:
        assert_works(terminal, plain or locale in ("ISO-8859-1", "ASCII"))


@pytest.mark.parametrize(("name", "locale", "plain"), one_in(2, FEW))
@pytest.mark.slow
def test_it_works_in_a_terminal_called(
    home: Path, name: str | None, locale: str, plain: bool
) -> None:
    try_out(home, name, locale, plain)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "locale", "plain"), MATRIX)
def test_it_works_in_every_terminal_and_locale(
    home: Path, name: str | None, locale: str, plain: bool
) -> None:
    try_out(home, name, locale, plain)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["xterm", "xterm-256color", "linux"])
def test_with_no_color_there_are_only_shades_of_grey(home: Path, name: str) -> None:
    with opened(home, term=name, NO_COLOR="1") as terminal:
        terminal.shows("Total")
        greys = {"0", "1", "4", "37", "40", "47", "90", "97", "100", "107", "38;5", "48;5"}
        greys |= {str(number) for number in range(232, 256)} | {"16", "59", "102", "231"}
        greys |= {"22", "24", "39", "49"}  # the ends of bold, underlining and colours
        # The greys of the eight-bit colours include some that are not on its own ramp.
        assert {colour for colour in terminal.screen.colours if colour not in greys} <= {"241"}


@pytest.mark.slow
def test_errors_may_go_to_a_file(home: Path) -> None:
    with octoterm(*AT_HOME, folder=home, shell='exec "$@" 2>errors.txt') as terminal:
        assert_works(terminal, ascii_only=False)
    assert (home / "errors.txt").read_text(encoding="utf-8") == ""


@pytest.mark.parametrize("elsewhere", ["</dev/null >file.txt", *slow("</dev/null", ">file.txt")])
def test_without_a_keyboard_or_a_screen_one_sentence_says_what_to_do(
    home: Path, elsewhere: str
) -> None:
    with octoterm("--demo", folder=home, shell=f'exec "$@" {elsewhere}') as terminal:
        assert terminal.leave() == 2
    assert terminal.output.startswith(b"octoterm: The dashboard needs a terminal")
    assert b"\x1b" not in terminal.output
    assert "file.txt" not in elsewhere or not (home / "file.txt").read_bytes()


@pytest.mark.parametrize("name", ["dumb", *slow("unknown")])
def test_a_terminal_that_can_do_nothing_is_told_what_to_do(home: Path, name: str) -> None:
    with opened(home, term=name) as terminal:
        assert terminal.leave() == 2
    assert b"octoterm summary" in terminal.output
    assert b"\x1b" not in terminal.output


@pytest.mark.slow
def test_a_terminal_without_a_size_is_taken_for_one_of_80_columns(home: Path) -> None:
    shell = 'stty rows 0 columns 0\nexec "$@"'
    with octoterm(*AT_HOME, folder=home, shell=shell) as terminal:
        terminal.shows("Total 12.00 kWh", "Help")


@pytest.mark.slow
def test_a_key_soon_after_escape_is_a_key_of_its_own(home: Path) -> None:
    def leaves_after_escape() -> bool:
        terminal.press(b"\x1b")
        terminal.read_for(0.06)
        terminal.press(b"q")
        return terminal.leaves(patience=1)

    with opened(home, ESCDELAY="20") as terminal:
        terminal.shows("Total 12.00 kWh")
        # On a busy machine the two may be read at once, and are one then.
        assert any(leaves_after_escape() for _ in range(10))
        assert terminal.process.returncode == 0


@pytest.mark.slow
def test_rubbish_from_the_keyboard_changes_nothing(home: Path) -> None:
    with opened(home) as terminal:
        terminal.shows("Total 12.00 kWh")
        terminal.press(bytes(range(0x80, 0x100)) + b"\xc3\x1b[<999;1;1M\x1b[M\xff\xff\xff")
        terminal.press(b"?")
        terminal.shows("Esc closes")
        terminal.press(b"\x1b")
        terminal.until(lambda: "Esc closes" not in terminal.screen.text, "the end of the help")
        terminal.press(b"q")
        assert terminal.leave() == 0
