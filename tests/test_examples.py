"""Each example of the documentation is run by a test.

A test that runs examples takes all there are of a kind on a page, or in one of its sections, in
either of two ways that leave none out: it is decorated with `@each_example("ALERTS", "json")`, or
begins with `first, second = examples("ALERTS", "json")`. Both are looked for in the text of the
tests, so nothing is imported.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.support import REPOSITORY
from tests.support.docs_page import COMMAND, Example, chosen, every_example, pages

TAKES_ALL = re.compile(
    r"^ *(?:@each_example|(?:\(\w+,\)|[A-Za-z]\w*(?:, \*?[A-Za-z]\w*)+) = examples)\((.+)\)$",
    flags=re.MULTILINE,
)


def are_run() -> Iterator[Example]:
    for path in (REPOSITORY / "tests").rglob("*.py"):
        for words in TAKES_ALL.findall(path.read_text(encoding="utf-8")):
            yield from chosen(*ast.literal_eval(f"({words},)"))


def test_each_is_run_by_a_test() -> None:
    forgotten = set(every_example()).difference(are_run())
    assert not forgotten


@pytest.mark.parametrize("name", pages())
def test_none_is_overlooked(name: str) -> None:
    """Fences come in pairs, and each pair is an example."""
    blocks = [each for each in every_example() if each.page == name and each.kind != COMMAND]
    fences = re.findall(r"```|~~~|<pre", pages()[name].read_text(encoding="utf-8"))
    assert len(fences) == 2 * len(blocks)


def test_a_test_that_takes_only_some_of_them_is_not_counted() -> None:
    takes_one = 'first = examples("ALERTS", "json")[0]', 'one, _ = examples("A", "b")[:2]'
    assert not any(TAKES_ALL.search(line) for line in takes_one)
