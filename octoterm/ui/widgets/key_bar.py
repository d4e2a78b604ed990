"""The bottom line: the keys, from the list of commands."""

from __future__ import annotations

from itertools import groupby
from typing import ClassVar

from rich.cells import cell_len
from textual.reactive import reactive

from octoterm.ui.commands import COMMANDS, Command
from octoterm.ui.widgets.one_line import OneLine, Word


class KeyBar(OneLine):
    """As many commands as fit, with consecutive digits as `1-4`; unavailable ones are dimmed."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"keys--key", "keys--word", "keys--off"}
    DEFAULT_CSS = """
    KeyBar {
        background: $panel;
        .keys--key { color: $text-accent; background: $panel; text-style: bold; }
        .keys--word { color: $text-muted; background: $panel; }
        .keys--off { color: $text-disabled; background: $panel; text-style: dim; }
    }
    """

    unavailable: reactive[frozenset[str]] = reactive(frozenset())
    """Actions that are not available now."""

    def words(self, width: int) -> list[Word]:
        entries = [
            self._entry(foot, list(commands))
            for foot, commands in groupby(
                (command for command in COMMANDS if command.foot is not None),
                lambda command: command.foot,
            )
        ]
        # If there is too little room, the last two entries stay: help and quit.
        while entries and sum(map(_width, entries)) > width:
            entries.pop(-3 if len(entries) > 2 else 0)
        return [word for entry in entries for word in entry]

    def _entry(self, foot: str | None, commands: list[Command]) -> list[Word]:
        off = all(command.action in self.unavailable for command in commands)
        key, word = ("keys--off", "keys--off") if off else ("keys--key", "keys--word")
        in_a_row = len(commands) > 2 and all(command.key.isdigit() for command in commands)
        shown = [commands[0], commands[-1]] if in_a_row else commands
        words = []
        for number, command in enumerate(shown):
            words.append(Word("-" if in_a_row and number else " ", word))
            words.append(Word(command.key, key, command.action))
        if foot:
            words.append(
                Word(f" {foot}", word, commands[0].action if len(commands) == 1 else None)
            )
        return words


def _width(entry: list[Word]) -> int:
    return sum(cell_len(word.text) for word in entry)
