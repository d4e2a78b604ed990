"""The sequence that copies text to the terminal's clipboard, even through tmux or GNU screen.

OSC 52 is from xterm's control sequences. tmux acts on it by its option `set-clipboard`, and passes
on what is wrapped for it by its option `allow-passthrough` (tmux(1)); GNU screen passes on any
device control string (screen(1), "Virtual Terminal").
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping

ESCAPE, END_OF_STRING = "\x1b", "\x1b\\"


def copying(text: str, environ: Mapping[str, str]) -> str:
    """The sequence for the terminal that `environ` describes."""
    sequence = f"{ESCAPE}]52;c;{b64encode(text.encode()).decode()}\x07"
    if environ.get("TMUX"):
        doubled = sequence.replace(ESCAPE, 2 * ESCAPE)
        return f"{sequence}{ESCAPE}Ptmux;{doubled}{END_OF_STRING}"
    if environ.get("STY"):
        return f"{ESCAPE}P{sequence}{END_OF_STRING}"
    return sequence
