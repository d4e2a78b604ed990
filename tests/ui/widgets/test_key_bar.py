"""Which keys are in the bottom line where not all fit."""

from __future__ import annotations

import pytest

from octoterm.ui.commands import COMMANDS
from octoterm.ui.widgets.key_bar import KeyGroup, fitting

SHOWN = {"left": "Move", "d": "Period", "t": "Latest", "p": "Date", "c": "Compare",
         "s": "Unusual", "n": "Electricity", "r": "Refresh", "q": "Quit"}  # fmt: skip


def group(key: str, word: str) -> KeyGroup:
    first = next(each for each in COMMANDS if each.keys.split(",")[0] == key)
    sharing = [each for each in COMMANDS if each.foot and each.foot == first.foot]
    return KeyGroup(tuple(sharing or [first]), word, is_off=False)


GROUPS = [group(*each) for each in SHOWN.items()]


def bar(width: int) -> str:
    shown = "".join(word.text for each in fitting(GROUPS, width) for word in each.words)
    assert len(shown) <= width
    return shown


def test_each_group_of_keys_has_a_word() -> None:
    assert bar(100) == (
        " ← → Move d w m y a Period t Latest p Date c Compare s Unusual n Electricity r Refresh"
        " q Quit"
    )


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (
            85,
            " ← → Move d w m y a Period t Latest p Date c Compare s Unusual n Electricity q Quit",
        ),
        (79, " ← → Move d w m y a Period t Latest p Date c Compare s Unusual n Meter q Quit"),
        (76, " ← → d w m y a Period t Latest p Date c Compare s Unusual n Meter q Quit"),
        (70, " ← → Move d w m y a t Latest p Date c Compare s Unusual n Meter q Quit"),
        (33, " ← → d w m y a n Meter q Quit"),
    ],
)
def test_names_give_way_before_words_and_words_before_keys_that_matter(
    width: int, shown: str
) -> None:
    assert bar(width) == shown


@pytest.mark.parametrize("view", ["bill", "prices", "tariffs"])
def test_a_view_of_one_kind_of_period_does_not_offer_others(view: str) -> None:
    offered = {command.keys for command in COMMANDS if command.matters_in(view)}
    assert not offered & {"d", "w", "m", "y", "a"}
    assert ("left,h" in offered) == (view != "tariffs")
