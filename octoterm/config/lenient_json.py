"""Parses hand-written JSON with small mistakes.

Whatever is unambiguous is accepted: comments, other quotes, a trailing comma, a missing comma at
the end of a line, keys without quotes, Python's True and None. Anything else is a JsonMistake,
which says where it is and what to change.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import NamedTuple, TypeVar

T = TypeVar("T")

_TOKEN = re.compile(
    r"""
    (?P<nothing> [\s\ufeff\u200b]+ | //[^\n]* | \#[^\n]* | /\*.*?\*/ )
  | (?P<text> "(?:[^"\\\n]|\\[^\n])*" | '(?:[^'\\\n]|\\[^\n])*'
            | [“”„][^“”"\n]*[“”"] | [‘’‚][^‘’'\n]*[‘’'] )
  | (?P<word> [^\s\ufeff\u200b{}\[\]:,="'“”„‘’‚\#/;]+ )
  | (?P<sign> [^"'“”„‘’‚] )
    """,
    re.VERBOSE | re.DOTALL,
)
_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?", re.ASCII)
_LITERALS = {"true": True, "false": False, "null": None, "none": None}

_SETTINGS = re.compile(
    r"""\s*(?:(?:\#|---)[^\n]*\n\s*)*
    (?: \[[\w .-]+\]\s*$ | (?:export\s+)? [A-Za-z_][\w.-]* \s* [=:] )""",
    re.VERBOSE | re.MULTILINE,
)
"""Matches the beginning of a .env, INI or YAML file."""


class JsonMistake(ValueError):
    """Says where the text is not JSON and what to change, without quoting any of it."""


class _Token(NamedTuple):
    kind: str
    text: str
    start: int
    end: int


def parse(text: str, make_object: Callable[[list[tuple[str, object]]], object]) -> object:
    """The value of `text`; `make_object` makes an object from its pairs. Raises JsonMistake and
    RecursionError."""
    if _SETTINGS.match(text):
        raise JsonMistake(
            "it is a list of settings: put each into braces and quotes, "
            'as in {"apikey": "…", "mpan": "…"}'
        )
    return _Parser(text, make_object).whole()


class _Parser:
    def __init__(
        self, text: str, make_object: Callable[[list[tuple[str, object]]], object]
    ) -> None:
        self._text = text
        self._make_object = make_object
        self._last = _Token("", "", 0, 0)
        self._now = self._token_at(0)

    def whole(self) -> object:
        if self._now.kind == "end":
            raise JsonMistake("it is empty")
        is_text = self._now.kind == "text"
        if not is_text and self._now.text not in ("{", "["):
            raise self._mistake(self._now.start, "a { is missing, with which all of it begins")
        found = self._value()
        if is_text and self._now.text == ":":
            raise JsonMistake("the braces { } around all of it are missing")
        if self._now.kind != "end":
            raise self._mistake(self._now.start, "something follows after the end: take it away")
        return found

    def _value(self) -> object:
        token = self._take()
        match token.kind, token.text:
            case "sign", "{":
                return self._make_object(self._items("}", self._pair))
            case "sign", "[":
                return self._items("]", self._value)
            case "text", _:
                return self._string(token)
            case "word", word if word.casefold() in _LITERALS:
                return _LITERALS[word.casefold()]
            case "word", word if _NUMBER.fullmatch(word):
                return json.loads(word)
        if token.kind == "end" or token.text in "}],:":
            raise self._mistake(token.start, "a value is missing")
        raise self._mistake(token.start, "put quotes around the value")

    def _items(self, closing: str, item: Callable[[], T]) -> list[T]:
        """All items up to the closing bracket, separated by commas or line ends."""
        items: list[T] = []
        while not self._take_sign(closing):
            if self._now.kind == "end":
                raise self._mistake(self._last.end, f"the closing {closing} is missing")
            if self._now.text == ",":
                raise self._mistake(self._now.start, "take this comma away")
            items.append(item())
            if self._take_sign(",") or self._now.text == closing or self._now.kind == "end":
                continue
            if "\n" not in self._text[self._last.end : self._now.start]:
                raise self._mistake(self._last.end, f"a comma or the closing {closing} is missing")
        return items

    def _pair(self) -> tuple[str, object]:
        key = self._take()
        if key.kind not in ("text", "word"):
            raise self._mistake(key.start, "a key in quotes is missing")
        if not self._take_sign(":"):
            raise self._mistake(key.end, "a colon is missing after the key")
        return self._string(key) if key.kind == "text" else key.text, self._value()

    def _string(self, token: _Token) -> str:
        inside = token.text[1:-1]
        if token.text[0] != '"':
            inside = re.sub(r"\\(.)|\"", _in_double_quotes, inside)
        try:
            return str(json.loads(f'"{inside}"', strict=False))
        except ValueError:
            raise self._mistake(token.start, "write each backslash in the text twice") from None

    def _take_sign(self, sign: str) -> bool:
        return self._now[:2] == ("sign", sign) and bool(self._take())

    def _take(self) -> _Token:
        self._last, self._now = self._now, self._token_at(self._now.end)
        return self._last

    def _token_at(self, start: int) -> _Token:
        while match := _TOKEN.match(self._text, start):
            if match.lastgroup != "nothing":
                return _Token(str(match.lastgroup), match[0], start, match.end())
            start = match.end()
        if start == len(self._text):
            return _Token("end", "", start, start)
        raise self._mistake(
            start, "the text that begins here must end with a quote on the same line"
        )

    def _mistake(self, at: int, words: str) -> JsonMistake:
        before = self._text[:at]
        line, column = before.count("\n") + 1, at - before.rfind("\n")
        if re.search("[“”„]", self._text.split("\n")[line - 1]):
            words = 'write straight quotes, ", in place of curly ones'
        return JsonMistake(f"line {line}, column {column}: {words}")


def _in_double_quotes(match: re.Match[str]) -> str:
    """A quote or escaped character, as it is written inside double quotes."""
    return {"\\'": "'", '"': '\\"'}.get(match[0], match[0])
