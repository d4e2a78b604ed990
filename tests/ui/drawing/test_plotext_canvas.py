"""plotext without its manual draws what it draws with it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.terminals import REPOSITORY

DRAW = """
from octoterm.ui.drawing.lines import Scale, Curve, curve
print(curve(Curve([[(0, 0.1), (4, 0.5), (7, 0.2)]], "braille", ""), 8, 3, Scale(0.2, 1, 1)))
"""


def run(code: str, *folders: Path) -> str:
    path = ":".join(map(str, [*folders, REPOSITORY]))
    command = [sys.executable, "-X", "utf8", "-c", code]
    return subprocess.run(
        command, env={"PYTHONPATH": path}, capture_output=True, check=True, text=True
    ).stdout


@pytest.mark.slow
def test_charts_are_the_same_with_the_manual_and_without() -> None:
    without = run(f"{DRAW}\nimport plotext; assert plotext.doc is None")
    assert without.strip()
    assert run(f"import plotext; assert plotext.doc\n{DRAW}") == without


def test_a_plotext_that_needs_its_manual_gets_it(tmp_path: Path) -> None:
    manual = tmp_path / "plotext" / "_doc" / "doc.py"
    manual.parent.mkdir(parents=True)
    manual.write_text("docs = chapters = 'a manual'")
    init = tmp_path / "plotext" / "__init__.py"
    init.write_text("from plotext._doc.doc import docs as doc, chapters")
    assert "a manual" in run(
        "from octoterm.ui.drawing.plotext_canvas import load; print(load().chapters)", tmp_path
    )
