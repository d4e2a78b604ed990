"""The bottom line: the keys of the current view, from the list of commands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from textual.reactive import reactive

from octoterm.ui.commands import COMMANDS, Command
from octoterm.ui.widgets.one_line import OneLine, Word

MATTERS = 50
"""The worth from which a command stays in the bar, if words must be shortened for that."""
SHORTER = {"left": "", "n": "Meter", "d": ""}
"""Shorter words, by the first key of their commands, in the order in which they take the place of
the longer ones."""


class Entry(NamedTuple):
    """Neighbouring commands that share a word in the bar."""

    commands: tuple[Command, ...]
    word: str
    is_off: bool
    """Whether none of them is available."""

    @property
    def worth(self) -> int:
        return max(command.worth for command in self.commands)

    @property
    def shorter(self) -> Entry:
        """The same with a shorter word, if there is one."""
        word = SHORTER.get(self.key, self.word)
        return self._replace(word=min(word, self.word, key=len))

    @property
    def key(self) -> str:
        """The name of its first key."""
        return self.commands[0].keys.partition(",")[0]

    @property
    def words(self) -> list[Word]:
        key, word = ("keys--off", "keys--off") if self.is_off else ("keys--key", "keys--word")
        words = []
        for command in self.commands:
            words += [Word(" ", word), Word(command.key, key, command.action)]
        if self.word:
            action = self.commands[0].action if len(self.commands) == 1 else None
            words.append(Word(f" {self.word}", word, action))
        return words

    @property
    def width(self) -> int:
        """Columns."""
        return sum(cell_len(word.text) for word in self.words)


def fitting(entries: Sequence[Entry], width: int) -> list[Entry]:
    """The entries that fit, those of the highest worth first. As few words are shortened as it
    takes for all that matter."""
    chosen = list(entries)
    for key in SHORTER:
        if sum(entry.width for entry in chosen if entry.worth >= MATTERS) <= width:
            break
        chosen = [entry.shorter if entry.key == key else entry for entry in chosen]
    room, there = width, set[int]()
    for number in sorted(range(len(chosen)), key=lambda number: -chosen[number].worth):
        if chosen[number].width <= room:
            there.add(number)
            room -= chosen[number].width
    shortened = (number for number in sorted(there) if chosen[number] != entries[number])
    for number in sorted(shortened, key=lambda number: [*SHORTER].index(entries[number].key)):
        more = entries[number].width - chosen[number].width
        if more <= room:
            chosen[number], room = entries[number], room - more
    return [chosen[number] for number in sorted(there)]


class KeyBar(OneLine):
    """As many commands as fit, in order of worth; unavailable ones are dimmed or left out."""

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

    hides_unavailable: reactive[bool] = reactive(False)
    """Whether unavailable commands are left out, where most of them are."""

    def words(self, width: int) -> list[Word]:
        return [word for entry in fitting(self._entries, width) for word in entry.words]

    @property
    def _entries(self) -> list[Entry]:
        named = (
            (self.key_words.get(command.name, command.foot), command)
            for command in COMMANDS
            if command.matters_in(self.view)
        )
        there = [(word, command) for word, command in named if word is not None]
        entries = [
            self._entry(word, tuple(command for _, command in neighbours))
            for word, neighbours in groupby(there, lambda each: each[0])
        ]
        return [entry for entry in entries if not (entry.is_off and self.hides_unavailable)]

    def _entry(self, word: str, commands: tuple[Command, ...]) -> Entry:
        return Entry(commands, word, all(each.action in self.unavailable for each in commands))
