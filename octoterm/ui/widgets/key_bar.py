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
"""The worth from which a command stays in the bar, even if words must be shortened for it."""


class KeyGroup(NamedTuple):
    """Neighbouring commands that share a word in the bar."""

    commands: tuple[Command, ...]
    word: str
    is_off: bool
    """Whether none of them is available."""

    @property
    def worth(self) -> int:
        return max(command.worth for command in self.commands)

    @property
    def shorter(self) -> KeyGroup:
        """The same with its shorter word, if it has one."""
        short = self.commands[0].short
        if short is None or len(short) >= len(self.word):
            return self
        return self._replace(word=short)

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


def fitting(groups: Sequence[KeyGroup], width: int) -> list[KeyGroup]:
    """The groups that fit, those of the highest worth first. Only as many words are shortened as
    necessary for all that matter; the remaining room is used for the longer words, then for other
    groups. Names are shortened to words before words are left out."""
    chosen = list(groups)
    giving_way = sorted(range(len(groups)), key=lambda number: not groups[number].shorter.word)
    for number in giving_way:
        if sum(each.width for each in chosen if each.worth >= MATTERS) <= width:
            break
        chosen[number] = groups[number].shorter
    room, there = width, set[int]()
    by_worth = sorted(range(len(chosen)), key=lambda number: -chosen[number].worth)
    for matter in (True, False):
        for number in by_worth:
            is_next = (chosen[number].worth >= MATTERS) is matter
            if is_next and chosen[number].width <= room:
                there.add(number)
                room -= chosen[number].width
        for number in (each for each in reversed(giving_way) if each in there):
            more = groups[number].width - chosen[number].width
            if more <= room:
                chosen[number], room = groups[number], room - more
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
        return [word for group in fitting(self._groups, width) for word in group.words]

    @property
    def _groups(self) -> list[KeyGroup]:
        named = (
            (self.key_words.get(command.name, command.foot), command)
            for command in COMMANDS
            if command.matters_in(self.view)
        )
        there = [(word, command) for word, command in named if word is not None]
        groups = [
            self._group(word, tuple(command for _, command in neighbours))
            for word, neighbours in groupby(there, lambda each: each[0])
        ]
        return [group for group in groups if not (group.is_off and self.hides_unavailable)]

    def _group(self, word: str, commands: tuple[Command, ...]) -> KeyGroup:
        return KeyGroup(commands, word, all(each.action in self.unavailable for each in commands))
