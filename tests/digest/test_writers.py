"""A page as text, Markdown and HTML."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from octoterm.digest.html import html
from octoterm.digest.markdown import markdown
from octoterm.digest.page import Bar, Page, Section, shares
from octoterm.digest.text import text

BARS = (Bar("Mon 1", 8.0, "8 kWh"), Bar("Tue 2", 2.0, "2 kWh"), Bar("Wed 3", None, "no readings"))
HOSTILE = '<script>alert("x")</script> *a* [b](c) ```'
PAGE = Page(
    "Week: 1–7 Apr",
    (
        Section("Home", ("29% more than usual.",), ("Total 10 kWh",), BARS, "Each day"),
        Section(
            HOSTILE,
            (f"{HOSTILE}.",),
            (HOSTILE,),
            (Bar(HOSTILE, 1.0, HOSTILE), Bar("```", None, "")),
            HOSTILE,
        ),
    ),
)


def test_bars_are_as_long_as_their_share_of_the_longest() -> None:
    assert [*shares(BARS)] == [1.0, 0.25, None]
    assert [*shares((Bar("a", -4.0, ""), Bar("b", 1.0, "")))] == [1.0, 0.25]
    assert [*shares((Bar("a", 0.0, ""),))] == [0.0]


@pytest.mark.parametrize("width", [40, 78])
def test_text_fits_its_width(width: int) -> None:
    lines = text(PAGE, width).splitlines()
    assert lines[:2] == ["Week: 1–7 Apr", "============="]
    monday, tuesday, wednesday = lines[lines.index("Total 10 kWh") + 2 :][:3]
    assert monday.startswith("Mon 1        8 kWh  █")
    assert 3 < monday.count("█") / tuesday.count("█") < 5
    assert wednesday == "Wed 3  no readings"
    assert all(len(line) <= width for line in lines if HOSTILE not in line)


def test_plain_text_has_only_plain_bars() -> None:
    drawn = [line for line in text(PAGE, is_plain=True).splitlines() if line.startswith("Mon")]
    assert "#" in drawn[0]
    assert drawn[0].isascii()


def test_markdown_has_a_list_and_bars_in_a_block_of_code() -> None:
    written = markdown(PAGE)
    assert written.startswith(
        "# Week: 1–7 Apr\n\n## Home\n\n29% more than usual.\n\n- Total 10 kWh"
    )
    assert written.splitlines().count("```") == 4, "two blocks"
    assert "\\<script\\>" in written
    assert "\\[b\\](c)" in written


class Tags(HTMLParser):
    """The elements that are open, and all that there were."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        if tag != "meta":
            self.open.append(tag)
        for name, value in attrs:
            assert name not in ("src", "href", "onclick"), (tag, name)
            assert "url(" not in (value or "")

    def handle_startendtag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


def test_html_is_well_formed_and_neither_loads_nor_runs_anything() -> None:
    tags = Tags()
    tags.feed(html(PAGE))
    assert tags.open == []
    assert "script" not in tags.seen
    assert tags.seen.count("rect") == 3, "none for what is not known"
    assert HOSTILE in tags.words
    assert "Each day: Mon 1 8 kWh; Tue 2 2 kWh; Wed 3 no readings" in tags.words
