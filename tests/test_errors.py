"""The tree of errors, as `errors.py` draws it for whoever opens it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from octoterm import errors
from octoterm.errors import ApiError, OctotermError

LINE = re.compile(r"^(?P<indent>(?:    )+)(?P<name>[A-Z]\w+) +(?P<exit_code>\d)(?P<again>\*?) +\S")


class Error(NamedTuple):
    """One line of the tree."""

    name: str
    parent: str
    exit_code: int
    is_tried_again: bool


def drawn() -> Iterator[Error]:
    ancestors = ["Exception"]
    for line in (errors.__doc__ or "").splitlines():
        if found := LINE.match(line):
            depth = len(found["indent"]) // 4
            ancestors = [*ancestors[:depth], found["name"]]
            yield Error(
                found["name"], ancestors[-2], int(found["exit_code"]), found["again"] == "*"
            )


def raised(kind: type[OctotermError] = OctotermError) -> Iterator[Error]:
    (parent,) = kind.__bases__
    again = issubclass(kind, ApiError) and kind.worth_retrying
    yield Error(kind.__name__, parent.__name__, kind.exit_code, again)
    for child in kind.__subclasses__():
        if child.__module__ == errors.__name__:
            yield from raised(child)


def test_the_tree_at_the_top_of_errors_is_the_tree_of_classes() -> None:
    assert list(drawn()) == list(raised())


def test_every_error_says_what_it_is_for() -> None:
    for error in drawn():
        assert getattr(errors, error.name).__doc__, error


def test_an_error_is_told_as_its_title_and_its_remedy_in_whole_sentences() -> None:
    assert str(OctotermError("It broke", "Mend it")) == "It broke. Mend it."
    assert str(OctotermError("It broke.")) == "It broke."
    assert str(OctotermError("Is it there?", "Look")) == "Is it there? Look."
