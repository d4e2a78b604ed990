"""Why a line of a file, or a reading from the API, cannot be used. Pure.

The kind is shared by all similar problems, so that they can be counted; the words quote the line's
own cells. The sentence is built only when it is shown, as another kind of file may have millions
of such lines.
"""

from __future__ import annotations

from octoterm.safe_text import clean

LONGEST_CELL = 40
"""Characters; a longer cell is cut when quoted."""


class BadRow(ValueError):
    """A reading that cannot be used."""

    def __init__(self, kind: str, words: str = "", *cells: str) -> None:
        """`words` have a `{}` for each of `cells`; without words, the kind is shown."""
        super().__init__(kind)
        self.kind = kind
        self._words = words
        self._cells = cells

    @property
    def why(self) -> str:
        """What is wrong with this line, in one sentence that is safe to show."""
        return self._words.format(*map(quoted, self._cells)) if self._words else self.kind

    def in_cell(self, text: str) -> BadRow:
        """The same error quoting the whole cell `text`, which is easier to find in the file."""
        return BadRow(self.kind, self._words, text)

    def __str__(self) -> str:
        return self.why


def quoted(text: str) -> str:
    """`text` in quotation marks, safe to show and cut if it is very long."""
    return f"‘{clean(text, LONGEST_CELL)}’"
