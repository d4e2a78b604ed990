"""Turns input from the terminal into Textual's messages: keys, mouse, pastes and replies."""

from __future__ import annotations

import re
from codecs import getincrementaldecoder
from collections.abc import Iterable, Iterator

from textual import constants
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._keyboard_protocol import FUNCTIONAL_KEYS
from textual._parser import ParseTimeout
from textual._xterm_parser import XTermParser
from textual.events import Key, Paste
from textual.message import Message

from octoterm.ui.driver.sequences import ESCAPE, Pasted, Sequences

ENTER, LINE_FEED = "\r", "\n"
"""What Enter sends, and what the terminal turns it into until the program reads keys itself."""
NUMBERED = re.compile(r"\x1b\[(?P<number>\d*)[\d:;]*(?P<kind>[~A-Zu])")
"""The sequence of a numbered key; without a number, it means 1."""


class InputParser:
    """Takes bytes in any pieces; sequences that Textual does not know make no message.

    Textual's parser is given one whole sequence at a time, because it turns parts of unknown
    sequences into keys.
    """

    def __init__(self) -> None:
        self._parser = XTermParser()
        self._decode = getincrementaldecoder("utf-8")("replace").decode
        self._sequences = Sequences(constants.ESCAPE_DELAY, ANSI_SEQUENCES_KEYS.__contains__)

    def feed(self, typed: bytes, now: float) -> list[Message]:
        """The messages of the bytes read at `now` (seconds of any clock)."""
        return list(self._messages(self._sequences.feed(self._decode(typed), now)))

    def tick(self, now: float) -> list[Message]:
        """The messages that are complete by `now` because nothing followed, such as Escape."""
        return list(self._messages(self._sequences.tick(now)))

    def _messages(self, whole: Iterable[str | Pasted]) -> Iterator[Message]:
        for each in whole:
            if isinstance(each, Pasted):
                yield Paste(each.text.replace("\0", ""))
            else:
                yield from self._parsed(ENTER if each == LINE_FEED else each)

    def _parsed(self, sequence: str) -> list[Message]:
        found: list[Message] = []
        parsing = self._parser.parse(found.append)
        next(parsing)
        try:
            for character in sequence:
                parsing.send(character)
            if not found and sequence[0] == ESCAPE and len(sequence) <= 2:
                parsing.throw(ParseTimeout())  # it is complete: do not wait for more
        except (ValueError, OverflowError):
            return []  # a number that is no character's code
        if any(isinstance(message, Key) for message in found) and not is_key(sequence):
            return []
        return found


def is_key(sequence: str) -> bool:
    """Whether a key sends it. Textual takes every number as a character: `ESC [ 113 ~` as q."""
    match = NUMBERED.fullmatch(sequence)
    if match is None or sequence in ANSI_SEQUENCES_KEYS:
        return True
    number, kind = int(match["number"] or 1), match["kind"]
    return f"{number}{kind}" in FUNCTIONAL_KEYS or (kind == "u" and number >= ord(" "))
