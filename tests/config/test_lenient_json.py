"""JSON as people type it: what is taken for what was meant, and what is told instead."""

from __future__ import annotations

import json
import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octoterm.config.lenient_json import JsonMistake, parse

MEANT = {"apikey": "sk_x", "days": [7, 30], "deep": {"on": True, "off": None}}


@pytest.mark.parametrize(
    "typed",
    [
        '{"apikey": "sk_x", "days": [7, 30,], "deep": {"on": true, "off": null,},}',
        """// mine
        {"apikey": "sk_x", # the key
         "days": [7, /* or 8 */ 30], "deep": {"on": true, "off": null}}
        # done""",
        "{'apikey': 'sk_x', 'days': [7, 30], 'deep': {'on': True, 'off': None}}",
        "{“apikey”: “sk_x”, ”days”: [7, 30], „deep“: {‘on’: TRUE, ‘off’: NULL}}",
        '{apikey: "sk_x", days: [7, 30], deep: {on: true, off: null}}',
        '{"apikey": "sk_x"\n "days": [7\n 30]\n\n "deep": {"on": true\r\n "off": null}}',
        '{"apikey":\xa0"sk_x",\u200b"days": [7, 30], "deep": {"on": true, "off": null}}',
    ],
    ids=["comma", "comments", "single", "curly", "bare", "no comma", "blanks"],
)
def test_what_can_only_mean_one_thing_is_taken_for_it(typed: str) -> None:
    with pytest.raises(json.JSONDecodeError):
        json.loads(typed)
    assert parse(typed, dict) == MEANT


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (r"""{'a': 'it\'s "so"', }""", 'it\'s "so"'),
        (r"""{'a': 'C:\\x \u00e9 \"', }""", 'C:\\x é "'),
        ('{"a": "it\'s // no # comment", }', "it's // no # comment"),
        ("{'a': '', }", ""),
        ('{"a": "tab\t", }', "tab\t"),
    ],
)
def test_what_is_in_quotes_stays_as_it_is(typed: str, meant: str) -> None:
    assert parse(typed, dict) == {"a": meant}


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "it is empty"),
        (" \n// nothing yet\n", "it is empty"),
        ("{", "line 1, column 2: the closing } is missing"),
        ('{"a": [1, 2}', "line 1, column 12: a comma or the closing ] is missing"),
        ('{"a": 1', "line 1, column 8: the closing } is missing"),
        ('{\n"a": "x" "b": "y"}', "line 2, column 9: a comma or the closing } is missing"),
        ('{"a": 1,\n, "b": 2}', "line 2, column 1: take this comma away"),
        ('{"a" "b"}', "line 1, column 5: a colon is missing after the key"),
        ('{"a" = "b"}', "line 1, column 5: a colon is missing after the key"),
        ('{"a": }', "line 1, column 7: a value is missing"),
        ('{"a":\n 21L0001}', "line 2, column 2: put quotes around the value"),
        ('{"a": 0123}', "line 1, column 7: put quotes around the value"),
        ('{"a": https://x}', "line 1, column 7: put quotes around the value"),
        ('{"a": /srv/x}', "line 1, column 7: put quotes around the value"),
        ('{"a": 1}\n{"b": 2}', "line 2, column 1: something follows after the end"),
        (
            '{"a":\n"one\ntwo"}',
            "line 2, column 1: the text that begins here must end with a quote",
        ),
        ('{"a": "x}', "line 1, column 7: the text that begins here must end with a quote"),
        (r'{"a": "C:\Users"}', "line 1, column 7: write each backslash in the text twice"),
        ('{"a”: "b"}', "line 1, column 8: write straight quotes"),
        ('"a": "x"', "the braces { } around all of it are missing"),
        ("<html></html>", "line 1, column 1: a { is missing, with which all of it begins"),
    ],
)
def test_anything_else_is_told_with_its_place_and_the_change_to_make(
    typed: str, words: str
) -> None:
    with pytest.raises(JsonMistake, match=re.escape(words)):
        parse(typed, dict)


@pytest.mark.parametrize(
    "typed",
    [
        "OCTOPUS_API_KEY=sk_x\nMPAN=1\n",
        "# mine\n\nexport MPAN='1'",
        "apikey: sk_x\nmpan: 1",
        "---\napikey: sk_x",
        "[octopus]\napikey = sk_x",
    ],
    ids=["env", "shell", "yaml", "yaml with its mark", "ini"],
)
def test_settings_of_another_kind_are_called_that(typed: str) -> None:
    with pytest.raises(
        JsonMistake, match="it is a list of settings: put each into braces and quotes"
    ):
        parse(typed, dict)


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)
documents = st.dictionaries(st.text(), values)


@pytest.mark.slow
@given(documents, st.booleans(), st.sampled_from([None, 1]))
def test_what_is_json_means_the_same(document: object, escaped: bool, indent: int | None) -> None:
    text = json.dumps(document, ensure_ascii=escaped, indent=indent)
    assert parse(text, dict) == json.loads(text)


@pytest.mark.extended
@given(documents, st.randoms(use_true_random=False))
def test_slips_that_are_forgiven_change_nothing(document: object, chance: random.Random) -> None:
    plain = json.dumps(document, indent=1)
    typed = []
    for line in plain.split("\n"):
        comma = chance.choice([",", ""]) if line.endswith((",", "]", "}")) else ""
        bare = line.removesuffix(",")
        is_last = not line.endswith(",") and not line.endswith(("{", "["))
        ending = comma if line.endswith(",") or is_last else ""
        typed.append(bare + ending + chance.choice(["", " // so", "# it's", ' /* "{ */ ']))
    typed[-1] = "}" if plain != "{}" else "{}"
    assert parse("\n".join(typed), dict) == document


SECRET = "sk_live_CANARY"
WHOLE = json.dumps({"apikey": SECRET, "list": [{"a": SECRET}, 1, None]}, indent=1)


@given(
    st.integers(0, len(WHOLE)), st.integers(0, 4), st.text("{}[],:\"'“”#/*=\\\n x1é", max_size=3)
)
def test_no_slip_anywhere_shows_a_value_or_ends_otherwise(at: int, cut: int, put: str) -> None:
    typed = WHOLE[:at] + put + WHOLE[at + cut :]
    said = ""
    try:
        parse(typed, dict)
    except JsonMistake as mistake:
        said = str(mistake)
    assert "CANARY" not in said
    assert said.isprintable()
