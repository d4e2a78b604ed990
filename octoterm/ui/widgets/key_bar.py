"""The bottom line: the keys of the current view, from the list of commands."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from textual.reactive import reactive

from octoterm.ui.commands import COMMANDS, Command
from octoterm.ui.widgets.one_line import OneLine, Word


class Entry(NamedTuple):
    """Neighbouring commands that share a word in the bar."""

    words: list[Word]
    worth: int

    @property
    def width(self) -> int:
        """Columns."""
        return sum(cell_len(word.text) for word in self.words)


class KeyBar(OneLine):
    """As many commands as fit, in order of worth; unavailable ones are dimmed."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"keys--key", "keys--word", "keys--off"}
    DEFAULT_CSS = """
    KeyBar {
        background: $panel;
        .keys--key { color: $bar-accent; background: $panel; text-style: bold; }
        .keys--word { color: $bar-muted; background: $panel; }
        .keys--off { color: $text-disabled; background: $panel; text-style: dim; }
    }
    """

    unavailable: reactive[frozenset[str]] = reactive(frozenset())
    """Actions that are not available now."""
    view: reactive[str] = reactive("usage")
    """The name of the current view."""
    key_words: reactive[Mapping[str, str]] = reactive(dict)
    """The words of commands that depend on what is shown, by the name of their action."""

    def words(self, width: int) -> list[Word]:
        entries, room = self._entries(), width
        fitting = set[int]()
        for number in sorted(range(len(entries)), key=lambda number: -entries[number].worth):
            if entries[number].width <= room:
                fitting.add(number)
                room -= entries[number].width
        return [word for number in sorted(fitting) for word in entries[number].words]

    def _entries(self) -> list[Entry]:
        named = (
            (self.key_words.get(command.name, command.foot), command)
            for command in COMMANDS
            if command.matters_in(self.view)
        )
        there = [(word, command) for word, command in named if word is not None]
        return [
            self._entry(word, [command for _, command in neighbours])
            for word, neighbours in groupby(there, lambda each: each[0])
        ]

    def _entry(self, foot: str, commands: list[Command]) -> Entry:
        off = all(command.action in self.unavailable for command in commands)
        key, word = ("keys--off", "keys--off") if off else ("keys--key", "keys--word")
        words = []
        for command in commands:
            words += [Word(" ", word), Word(command.key, key, command.action)]
        if foot:
            action = commands[0].action if len(commands) == 1 else None
            words.append(Word(f" {foot}", word, action))
        return Entry(words, max(command.worth for command in commands))
