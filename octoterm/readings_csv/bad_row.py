"""Why a line of a file, or a reading of the API, cannot be used. Pure.

The kind is the same for all that are alike, so that they can be counted; the words quote the
line's own cells. They are put together only when they are shown: a file of something else may
have millions of lines.
"""

from __future__ import annotations

from octoterm.safe_text import clean

LONGEST_CELL = 40
"""Characters of a cell that are quoted."""


class BadRow(ValueError):
    """A reading that cannot be used."""

    def __init__(self, kind: str, words: str = "", *cells: str) -> None:
        """`words` have a `{}` for each of `cells`; without any, the kind says all there is."""
        super().__init__(kind)
        self.kind = kind
        self._words = words
        self._cells = cells

    @property
    def why(self) -> str:
        """What is wrong with this very line: one sentence, fit for showing."""
        return self._words.format(*map(quoted, self._cells)) if self._words else self.kind

    def in_cell(self, text: str) -> BadRow:
        """The same, found in a part of the cell `text`: people look for the whole of it."""
        return BadRow(self.kind, self._words, text)

    def __str__(self) -> str:
        return self.why


def quoted(text: str) -> str:
    """`text` between quotation marks: harmless, and whole unless it is very long."""
    return f"‘{clean(text, LONGEST_CELL)}’"
