"""Modules that are there at once, and read when somebody asks for something in them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from octoterm.runtime.unread import leave_unread

MODULE = "shelved_for_a_test"


@pytest.fixture
def reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A module on the path that writes a line into this file each time it is read."""
    noted = tmp_path / "reads"
    lines = f"with open({str(noted)!r}, 'a') as file:", "    file.write('read\\n')", "x = 5"
    (tmp_path / f"{MODULE}.py").write_text("\n".join(lines))
    noted.touch()
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, MODULE, raising=False)
    yield noted
    sys.modules.pop(MODULE, None)


def test_a_module_is_read_once_it_is_asked_for_something_and_then_like_any_other(
    reads: Path,
) -> None:
    leave_unread(MODULE)
    import shelved_for_a_test  # type: ignore[import-not-found]

    assert reads.read_text() == ""
    assert shelved_for_a_test.x == 5
    from shelved_for_a_test import x

    assert (x, reads.read_text()) == (5, "read\n")
    with pytest.raises(AttributeError):
        _ = shelved_for_a_test.y
    assert reads.read_text() == "read\n"


def test_what_was_imported_before_stays_and_what_does_not_exist_is_still_missing() -> None:
    before = sys.modules["pathlib"]
    leave_unread("pathlib")
    assert sys.modules["pathlib"] is before
    leave_unread("there_is_no_such_module")
    with pytest.raises(ModuleNotFoundError):
        import there_is_no_such_module  # type: ignore[import-not-found] # noqa: F401


def run(program: str, folder: Path) -> None:
    """Run `program` in a process in which nothing has been imported yet."""
    subprocess.run([sys.executable, "-c", program], cwd=folder, check=True)


def test_a_command_reads_nothing_of_what_inspects_code(tmp_path: Path) -> None:
    program = (
        "import sys\nfrom octoterm.__main__ import main\n"
        "assert main(['--config', 'none.json', 'summary']) == 2\n"
        "assert 'dataclasses' in sys.modules\n"
        "assert 'dis' not in sys.modules\n"
        "from inspect import signature\n"
        "assert str(signature(lambda a: a)) == '(a)'\n"
        "assert 'dis' in sys.modules"
    )
    run(program, tmp_path)


@pytest.mark.parametrize(
    "asks",
    [
        "get_annotations(Child) == {'b': 'str'}",
        "get_annotations(Heir) == {}",
        "get_annotations(Child, eval_str=True) == {'b': str}",
        "get_annotations(function) == {'c': 'int'}",
    ],
)
def test_annotations_are_those_that_inspect_knows(tmp_path: Path, asks: str) -> None:
    program = (
        "from __future__ import annotations\n"
        "from octoterm.runtime.unread import leave_unread\n"
        "leave_unread('inspect')\n"
        "import inspect\n"
        "from inspect import get_annotations\n"
        "class Parent:\n    a: int = 5\n"
        "class Child(Parent):\n    b: str = ''\n"
        "class Heir(Parent): ...\n"
        "def function(c: int): ...\n"
        f"assert {asks}\n"
        f"assert inspect.{asks}\n"
        "assert inspect.signature(function)\n"
        f"assert {asks}\n"
        f"assert inspect.{asks}\n"
    )
    run(program, tmp_path)
