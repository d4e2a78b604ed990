"""Splits input from a terminal into keys, control sequences and pastes. Pure.

A terminal also sends answers to queries, even to those of an earlier program, and over a slow
connection they come late and in pieces. An unknown sequence must still be followed to its end, or
the rest of it would look like typing. Where sequences begin and end is from
ECMA-48 (5th edition, 5.4 and 5.6), with xterm's additions: a BEL ends an OSC, three characters
follow `ESC [ M`, and a paste comes between `ESC [ 200 ~` and `ESC [ 201 ~`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

ESCAPE = "\x1b"
PASTE_BEGINS, PASTE_ENDS = "\x1b[200~", "\x1b[201~"
STRINGS = "]P_^X"
"""Characters that begin a string after Escape: OSC, DCS, APC, PM and SOS."""
TERMINATOR = "\x9c"
CANCELS = "\x18\x1a"
IN_STRINGS = "\x08\t\n\x0b\x0c\r"
"""Control characters that a string may contain. Any other one is a key and ends the string."""
INTERRUPT = "\x03"
"""Ctrl+C, which must work even in an incomplete sequence or paste."""

SEQUENCE_TIMEOUT = 1.5
"""Seconds without input after which an incomplete sequence is dropped, and a paste without an end
marker is taken to be complete.

It is longer than the second after which TCP resends a lost packet on a connection that it has not
measured yet (RFC 6298, 2.1), so that a sequence is not dropped because of one lost packet. Alt+[
looks like an incomplete sequence too, so a key pressed within this time after it is lost. No
command uses Alt+[."""
LONGEST_SEQUENCE = 32
"""Characters of the longest sequence that is passed on; longer ones are dropped."""
LONGEST_PASTE = 1 << 16
"""Characters of a paste that are kept: more than any date or name has."""


class Pasted(NamedTuple):
    """Pasted text, which is never taken as keys."""

    text: str


class Sequences:
    """Takes text in any pieces and returns whole characters, sequences and pastes.

    A sequence runs from its Escape to its last character, even if it is unknown; Alt and a key is
    Escape and a character. Strings (OSC, DCS, APC, PM, SOS) are never keys and are left out, and
    so are incomplete and cancelled sequences.

    :param escape_delay: seconds after which an Escape that nothing follows is the Escape key
    :param is_key: whether a sequence is a known key; needed because some of rxvt's keys end with
        `$`, which does not end other sequences
    """

    def __init__(self, escape_delay: float, is_key: Callable[[str], bool]) -> None:
        self._escape_delay = escape_delay
        self._is_key = is_key
        self._take_next: Callable[[str], None] = self._between
        self._begun = ""
        """The part of an incomplete sequence that has been received."""
        self._to_come = 0
        """Number of characters still to be received, if known."""
        self._pasted: str | None = None
        """The part of a paste that has been received; None outside a paste."""
        self._since = 0.0
        self._whole: list[str | Pasted] = []

    def feed(self, text: str, now: float) -> list[str | Pasted]:
        """Take `text`, read at `now` (seconds), and return everything that is complete."""
        self._give_up(now)  # first, as `text` is not part of a sequence that has timed out
        is_typing = self._is_open and len(text) == 1 and now - self._since >= self._escape_delay
        if self._pasted is not None and text == INTERRUPT:
            self._end_paste(self._pasted)
        at = 0
        while at < len(text):
            if self._pasted is not None:
                at = self._take_pasted(self._pasted, text, at)
            else:
                self._take(text[at])
                at += 1
        if not (is_typing and self._is_open):  # typing does not extend the time-out
            self._since = now
        return self._given()

    def tick(self, now: float) -> list[str | Pasted]:
        """Return what is complete by `now` because nothing followed."""
        self._give_up(now)
        return self._given()

    @property
    def _is_open(self) -> bool:
        """Whether a sequence or a paste has begun and is incomplete."""
        is_in_sequence = self._take_next not in (self._between, self._after_escape)
        return self._pasted is not None or is_in_sequence

    def _given(self) -> list[str | Pasted]:
        whole, self._whole = self._whole, []
        return whole

    def _give_up(self, now: float) -> None:
        if self._take_next == self._after_escape and now - self._since >= self._escape_delay:
            self._end(ESCAPE)
        elif self._is_open and now - self._since >= SEQUENCE_TIMEOUT:
            if self._pasted is not None:
                self._end_paste(self._pasted)
            self._end()

    def _end_paste(self, text: str) -> None:
        """End the paste with the text received so far."""
        self._whole.append(Pasted(text[:LONGEST_PASTE]))
        self._pasted = None

    def _end(self, whole: str = "") -> None:
        """End the current sequence, and add `whole` unless it is empty or too long."""
        if whole and len(whole) <= LONGEST_SEQUENCE:
            self._whole.append(whole)
        self._take_next = self._between
        self._begun = ""

    def _take(self, character: str) -> None:
        if character == ESCAPE:
            self._escape()
        elif "\x80" <= character <= "\x9f" and self._take_next != self._in_string:
            self._eight_bits(character)
        elif character in CANCELS and self._take_next not in (self._between, self._after_escape):
            self._end()
        else:
            self._take_next(character)

    def _escape(self) -> None:
        """Take an Escape, which ends any sequence; in a string, it may begin the terminator."""
        if self._take_next == self._after_escape:
            self._end(ESCAPE)
        in_string = self._take_next in (self._in_string, self._after_escape_in_string)
        self._take_next = self._after_escape_in_string if in_string else self._after_escape

    def _eight_bits(self, character: str) -> None:
        """Take an 8-bit control character, which stands for Escape and another character."""
        self._end(ESCAPE if self._take_next == self._after_escape else "")
        introduces = chr(ord(character) - 0x40)
        if introduces in f"[O{STRINGS}":
            self._after_escape(introduces)

    def _between(self, character: str) -> None:
        self._end(character)

    def _after_escape(self, character: str) -> None:
        self._begun = ESCAPE + character
        if character == "[":
            self._take_next = self._in_control
        elif character == "O":
            self._take_next = self._in_shift
        elif character in STRINGS:
            self._take_next = self._in_string
        elif character == "\\":  # the terminator of a string that was given up
            self._end()
        else:
            self._end(self._begun)

    def _after_escape_in_string(self, character: str) -> None:
        self._after_escape(character)

    def _in_string(self, character: str) -> None:
        if character == TERMINATOR or (character == "\x07" and self._begun == "\x1b]"):
            self._end()
        elif character < " " and character not in IN_STRINGS and character != "\x07":
            self._end(character)

    def _in_control(self, character: str) -> None:
        if self._end_if_torn(character):
            return
        self._add(character)
        if self._begun == PASTE_BEGINS:
            self._end()
            self._pasted = ""
        elif self._begun == "\x1b[M":  # X10 mouse: coordinates are characters
            self._take_next, self._to_come = self._in_counted, 3
        elif self._begun == "\x1b[[":  # function keys of the Linux console
            self._take_next, self._to_come = self._in_counted, 1
        elif character >= "@" or (character == "$" and self._is_key(self._begun)):
            self._end(self._begun)

    def _in_shift(self, character: str) -> None:
        """After `ESC O`: a character follows, after numbers in some old terminals."""
        if self._end_if_torn(character):
            return
        self._add(character)
        if character not in "0123456789;":
            self._end(self._begun)

    def _in_counted(self, character: str) -> None:
        self._add(character)
        self._to_come -= 1
        if not self._to_come:
            self._end(self._begun)

    def _end_if_torn(self, character: str) -> bool:
        """If no sequence can contain `character`, end the sequence, take it as a key and return
        True."""
        if " " <= character <= "~":
            return False
        self._end()
        self._take(character)
        return True

    def _add(self, character: str) -> None:
        if len(self._begun) <= LONGEST_SEQUENCE:
            self._begun += character

    def _take_pasted(self, before: str, text: str, at: int) -> int:
        """Take the part of a paste that is in `text` from `at`; return where it ends."""
        pasted = before + text[at:]
        end = pasted.find(PASTE_ENDS, max(0, len(before) - len(PASTE_ENDS) + 1))
        if end < 0:
            tail = len(PASTE_ENDS) - 1
            self._pasted = (
                pasted
                if len(pasted) < LONGEST_PASTE + tail
                else (pasted[:LONGEST_PASTE] + pasted[-tail:])
            )
            return len(text)
        self._end_paste(pasted[:end])
        return at + end + len(PASTE_ENDS) - len(before)
