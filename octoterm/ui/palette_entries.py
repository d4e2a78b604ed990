"""What the command palette offers, and how it is found by typing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from textual.theme import Theme

from octoterm.analysis.comparison.references import Reference, name_of_usual_kind
from octoterm.periods.period import Granularity
from octoterm.session.shown import Shown
from octoterm.ui.commands import COMMANDS, found_by

THEMES = "theme "
"""What is typed to list the themes."""
NO_VERBS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class PaletteEntry:
    """One line of the palette."""

    text: str
    action: str
    """The action of the dashboard that it runs."""
    key: str = ""
    """The key that does the same; empty if there is none."""
    also: str = ""
    """Other words by which it is found."""
    theme: str = ""
    """The theme that it chooses, which is shown while the cursor is on it."""
    fills: str = ""
    """Text to search for instead of running the action."""


def search(entries: Iterable[PaletteEntry], typed: str) -> list[PaletteEntry]:
    """The entries found: first by their own words, then by other words; themes come last, and
    only if something is typed."""
    found = [
        entry
        for entry in entries
        if found_by(f"{entry.text} {entry.key} {entry.also}", typed)
        and (typed or not entry.theme)
        and not (entry.fills and typed.startswith(entry.fills))
    ]
    return sorted(found, key=lambda entry: (bool(entry.theme), not found_by(entry.text, typed)))


def palette_entries(
    shown: Shown,
    unavailable: Collection[str],
    names: Sequence[str],
    current: int,
    available: Mapping[str, Theme],
) -> Iterator[PaletteEntry]:
    """All entries. `names` are those of the meters, and `current` is the number of one."""
    verbs = {}
    if shown.supplement is not None:
        verbs["quantity"] = f"Show {shown.supplement.readings.quantity.whole.unit}"
    yield from commands_by_name(unavailable, verbs)
    if shown.period is not None:
        yield from comparisons(shown.period.granularity, shown.against)
    yield from meters(names, current)
    yield from themes(available)


def commands_by_name(
    unavailable: Collection[str], verbs: Mapping[str, str] = NO_VERBS
) -> Iterator[PaletteEntry]:
    """The commands that can be used now. `verbs` has the names of actions whose name differs
    now."""
    for command in COMMANDS:
        if command.verb and command.action not in unavailable:
            verb = verbs.get(command.action, command.verb)
            yield PaletteEntry(verb, command.action, command.key, command.also)


def comparisons(kind: Granularity, against: Reference | None) -> Iterator[PaletteEntry]:
    """What a period of this kind can be compared with, except the current comparison, and an entry
    that stops comparing."""
    others = {
        Reference.USUAL: name_of_usual_kind(kind),
        Reference.PREVIOUS: f"the {kind.value} before",
        Reference.YEAR: "the year before" if kind is not Granularity.YEAR else "",
    }
    for reference, other in others.items() if kind is not Granularity.ALL else ():
        if reference is not against and other:
            yield PaletteEntry(
                f"Compare with {other}",
                f"compare_with('{reference.value}')",
                "c",
                "last earlier previous usual average change difference",
            )
    if against is not None:
        yield PaletteEntry("Stop comparing", "compare_with('')", "c", "compare off")


def meters(names: Sequence[str], current: int) -> Iterator[PaletteEntry]:
    """The other meters."""
    for number, name in enumerate(names):
        if number != current:
            yield PaletteEntry(
                f"Switch to {name}",
                f"meter({number})",
                "n" if number == (current + 1) % len(names) else "",
                "meter show next",
            )


def themes(available: Mapping[str, Theme]) -> Iterator[PaletteEntry]:
    """Each theme, and an entry that lists them all."""
    also = "theme colours dark light ansi"
    yield PaletteEntry("Change theme…", "", also=also, fills=THEMES)
    for name, theme in sorted(available.items()):
        words = f"{name.replace('-', ' ')} {'dark' if theme.dark else 'light'} colours"
        yield PaletteEntry(f"Theme: {name}", f"app.choose_theme('{name}')", "", words, name)
