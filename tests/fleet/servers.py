"""Real servers of the distribution's packages, on free ports of this machine."""

from __future__ import annotations

import shlex
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.support.docs_page import examples

START, QUERY = examples("FLEET", "sh", "VictoriaMetrics")
"""How VictoriaMetrics is started, and asked for the kWh of a month."""


def program(name: str, package: str) -> str:
    """The path of a program; the test is skipped without it."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed (Debian: {package})")
    return found


def free_address() -> str:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{probe.getsockname()[1]}"


@contextmanager
def running(command: list[str], health: str, log: Path) -> Iterator[None]:
    """A server, from its first answer at `health` to the end of the block."""
    with log.open("wb") as file, subprocess.Popen(command, stdout=file, stderr=file) as server:
        try:
            ends = time.monotonic() + 30
            while not answers(health):
                assert server.poll() is None, log.read_text()
                assert time.monotonic() < ends, log.read_text()
                time.sleep(0.05)
            yield
        finally:
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()


def answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=5):
            return True
    except OSError:
        return False


@contextmanager
def victoria_metrics(folder: Path) -> Iterator[str]:
    """A single node, started as on the page; its origin."""
    address = free_address()
    command = START.replace("/var/lib/victoria-metrics", str(folder / "storage"))
    name, *options = shlex.split(command.replace("127.0.0.1:8428", address))
    server = [program(name, "victoria-metrics"), *options]
    with running(server, f"http://{address}/health", folder / "victoria-metrics.log"):
        yield f"http://{address}"
