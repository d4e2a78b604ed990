"""However the tests are run, each of them ends, and the signals they send arrive."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

HANGS = """
import asyncio, threading

def test_in_a_thread():
    threading.Thread(target=threading.Event().wait, daemon=True).start()
    threading.Event().wait()

def test_in_a_task_that_swallows_what_is_raised_in_it():
    async def wait():
        try:
            while True:
                await asyncio.sleep(0)
        except BaseException:
            await asyncio.Event().wait()

    asyncio.run(wait())

def test_afterwards():
    pass
"""


def run(*arguments: str, before: str = "", folder: Path = REPOSITORY) -> str:
    """What a run of pytest says after the shell commands `before`."""
    command = (sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-rA", *arguments)
    return subprocess.run(
        ["sh", "-c", f'{before}\nexec "$@"', "sh", *command],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        timeout=300,
        text=True,
        check=False,
    ).stdout


@pytest.mark.slow
@pytest.mark.parametrize("processes", ["0", "2"])
def test_a_test_that_hangs_fails_with_its_stack_and_the_others_go_on(
    tmp_path: Path, processes: str
) -> None:
    (tmp_path / "test_hangs.py").write_text(HANGS)
    (tmp_path / "conftest.py").write_text("from tests.conftest import pytest_timeout_set_timer\n")
    rules = f"-c{REPOSITORY / 'pyproject.toml'}", f"--rootdir={tmp_path}", "-otimeout=1"
    paths = f"-opythonpath={REPOSITORY}", str(tmp_path)
    said = run(*rules, *paths, "-n", processes, folder=tmp_path)
    assert "2 failed, 1 passed" in said
    assert said.count("Failed: Timeout (>1.0s)") >= 2
    assert "threading.Event().wait()" in said
    assert "await asyncio." in said


@pytest.mark.slow
@pytest.mark.parametrize("before", ["trap '' HUP", "trap '' INT QUIT", "trap '' HUP INT QUIT"])
def test_under_nohup_and_in_the_background_programs_get_their_signals(before: str) -> None:
    always = "-m", "slow or not slow", "-n", "0"
    said = run("tests/cli/test_sync.py", "-k", "a_signal_ends", *always, before=before)
    assert "3 passed" in said, said
