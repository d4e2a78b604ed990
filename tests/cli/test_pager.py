"""Long output on a terminal is shown by $PAGER."""

from __future__ import annotations

from pathlib import Path

import pytest

from octoterm.cli import console
from octoterm.runtime.environment import SECRETS

LONG, SHORT = "\n".join(map(str, range(100))), "one line"


@pytest.fixture
def shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What the pager was given, in a terminal of 24 rows."""
    out = tmp_path / "out"
    program = tmp_path / "my pager"
    told = " ".join(f"${name}" for name in ("LESS", *SECRETS))
    program.write_text(f"#!/bin/sh\necho {told} > {out}\ncat >> {out}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PAGER", f"'{program}' --now")
    monkeypatch.setenv("LINES", "24")
    monkeypatch.delenv("LESS", raising=False)
    for secret in SECRETS:
        monkeypatch.setenv(secret, "secret")
    monkeypatch.setattr(console, "is_terminal", lambda _: True)
    return out


def test_what_is_longer_than_the_terminal_is_paged(
    shown: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    console.say(LONG)
    assert shown.read_text() == f"FRX\n{LONG}\n"
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(("lines", "is_paged"), [(22, False), (23, True)])
def test_two_rows_are_left_for_the_command_line(shown: Path, lines: int, is_paged: bool) -> None:
    console.say("\n".join(["x"] * lines))
    assert shown.exists() == is_paged


def test_what_fits_is_not(shown: Path, capsys: pytest.CaptureFixture[str]) -> None:
    console.say(SHORT)
    assert not shown.exists()
    assert capsys.readouterr().out == f"{SHORT}\n"


@pytest.mark.parametrize("pager", ["", "cat", "no-such-program", "'"])
def test_without_one_that_can_be_used_nothing_is(
    shown: Path, pager: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PAGER", pager)
    console.say(LONG)
    assert not shown.exists()
    assert capsys.readouterr().out == f"{LONG}\n"


def test_where_nobody_looks_nothing_is_paged(
    shown: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(console, "is_terminal", lambda _: False)
    console.say(LONG)
    assert not shown.exists()
    assert capsys.readouterr().out == f"{LONG}\n"


def test_one_that_is_left_early_is_no_error(shown: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAGER", "true")
    console.say("x" * 200_000 + LONG)
    assert not shown.exists()
