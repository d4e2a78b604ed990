"""Octoterm's typography where there is nothing but ASCII: one table for the dashboard and the
commands."""

from __future__ import annotations

import subprocess
import sys

from octoterm.ascii_text import STAND_INS, in_ascii
from octoterm.ui.drawing.symbols import ASCII
from tests.support import REPOSITORY

TYPOGRAPHY = "".join(STAND_INS)


def test_every_sign_has_a_stand_in_of_ascii_alone_that_is_as_wide() -> None:
    assert all(stand_in.isascii() and len(stand_in) == 1 for stand_in in STAND_INS.values())
    assert in_ascii(TYPOGRAPHY).isascii()


def test_a_change_keeps_its_sign_and_what_was_cut_its_mark() -> None:
    assert in_ascii("±0.00, ‘a long n…’") == "~0.00, 'a long n~'"
    assert in_ascii("± kWh") == "+/- kWh"


def test_other_peoples_letters_stay_as_they_are() -> None:
    assert in_ascii("Küche · 3 m³") == "Küche - 3 m3"


def test_a_command_and_the_dashboard_write_each_sign_alike() -> None:
    printed = subprocess.run(
        [
            sys.executable,
            "-c",
            f"from octoterm.cli import console; console.prepare(); console.say({TYPOGRAPHY!a})",
        ],
        cwd=REPOSITORY,
        env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert printed.stdout.rstrip("\n") == ASCII.plain(TYPOGRAPHY)
