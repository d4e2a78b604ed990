"""A name server that is out of reach holds nobody up who wants to leave."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from octoterm.octopus.dns import end_without_lookups
from tests.conftest import CommandLine
from tests.support.hurried import Hurried


class DeadNameServer:
    """Look-ups hang until it is let go."""

    def __init__(self) -> None:
        self.asked, self.let_go = threading.Event(), threading.Event()

    def __call__(self, *_: object, **__: object) -> list[object]:
        self.asked.set()
        assert self.let_go.wait(30), "somebody waited for the look-up"
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")


@pytest.fixture
def dead(monkeypatch: pytest.MonkeyPatch) -> Iterator[DeadNameServer]:
    server = DeadNameServer()
    monkeypatch.setattr(socket, "getaddrinfo", server)
    yield server
    server.let_go.set()  # where a test failed, no look-up of its own is left to the next


def test_a_sync_that_gives_up_does_not_wait_for_the_name_server(
    octoterm: CommandLine, dead: DeadNameServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    octoterm.configure()
    monkeypatch.setattr(asyncio.events, "new_event_loop", Hurried)
    result = octoterm("sync")
    assert dead.asked.wait(10)
    assert result.exit_code == 1
    assert "Nothing came for 2 minutes" in result.err


def test_an_answer_that_comes_too_late_is_no_error(
    dead: DeadNameServer, capsys: pytest.CaptureFixture[str]
) -> None:
    async def look_up() -> None:
        end_without_lookups()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.01):
                await asyncio.get_running_loop().getaddrinfo("octoterm.invalid", 443)

    asyncio.run(look_up())
    (thread,) = (each for each in threading.enumerate() if each.name == "name look-up")
    dead.let_go.set()
    thread.join(10)
    assert capsys.readouterr().err == ""


async def test_names_are_looked_up_as_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    end_without_lookups()
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo("127.0.0.1", 80, type=socket.SOCK_STREAM)
    assert ("127.0.0.1", 80) in [address for *_, address in found]

    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(socket.gaierror):
        await loop.getaddrinfo("octoterm.invalid", 443)


async def test_other_work_in_threads_is_waited_for_at_the_end() -> None:
    done = []

    async def begin() -> None:
        end_without_lookups()
        asyncio.get_running_loop().run_in_executor(None, lambda: done.append(1))

    await asyncio.to_thread(asyncio.run, begin())
    assert done == [1]


@pytest.mark.extended
def test_an_interrupted_sync_does_not_wait_for_the_name_server(
    octoterm: CommandLine, tmp_path: Path
) -> None:
    octoterm.configure()
    hanging = tmp_path / "sitecustomize.py"
    hanging.write_text(
        # Not print: a thread that dies inside a file's lock aborts the interpreter.
        "import os, socket, time\n"
        "def hang(*_, **__):\n    os.write(1, b'asked\\n')\n    time.sleep(60)\n"
        "socket.getaddrinfo = hang\n"
    )
    path = json.dumps(str(tmp_path))[1:-1]
    before = f'export PYTHONPATH="{path}:$PYTHONPATH"'
    with octoterm.start("sync", before=before) as process:
        assert process.stdout
        assert process.stdout.readline() == "asked\n"
        process.send_signal(signal.SIGTERM)
        process.wait(20)
    assert process.returncode == 128 + signal.SIGTERM
