"""The image, built and run by this machine's Docker or Podman, where it has the base image."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.support import REPOSITORY
from tests.support.account_api import AccountApi
from tests.support.accounts import electricity, home
from tests.support.loopback import KEY, Request, Response, loopback
from tests.support.syncing import history

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="the host's network is only that on Linux"),
]

DOCKERFILE = REPOSITORY / ".docker" / "Dockerfile"
NUMBER = "A-1A2B3C4D"
PATIENCE = 60
"""Seconds."""


@dataclass(frozen=True)
class Engine:
    """Docker or Podman."""

    program: str

    def asked(self, *words: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run([self.program, *map(str, words)], capture_output=True, text=True)

    def __call__(self, *words: object) -> str:
        """What it writes. Fails with what it complained of."""
        done = self.asked(*words)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@dataclass(frozen=True)
class Container:
    """One that is named as its volume is."""

    engine: Engine
    image: str
    name: str

    def initialise(self, *options: str, url: str) -> subprocess.CompletedProcess[str]:
        key = ("-e", f"OCTOTERM_API_KEY={KEY}", "-v", f"{self.name}:/data")
        init = ("init", "--account", NUMBER, "--url", url)
        return self.engine.asked("run", "--rm", *key, *options, self.image, *init)

    def start(self) -> None:
        safely = ("--read-only", "--tmpfs", "/tmp", "--network", "host")
        named = ("--name", self.name, "-v", f"{self.name}:/data")
        self.engine("run", "-d", *safely, *named, self.image)

    def asked(self, *words: str) -> subprocess.CompletedProcess[str]:
        return self.engine.asked("exec", self.name, *words)

    def exit_code_when_stopped(self) -> int:
        """137 if it had to be killed."""
        self.engine("stop", "-t", 2, self.name)
        return int(self.engine("inspect", "--format", "{{.State.ExitCode}}", self.name))


@pytest.fixture(scope="module")
def engine() -> Engine:
    base = re.findall(r"^FROM (\S+)", DOCKERFILE.read_text(), re.MULTILINE)[-1]
    for program in filter(shutil.which, ("docker", "podman")):
        if Engine(program).asked("image", "inspect", base).returncode == 0:
            return Engine(program)
    pytest.skip(f"neither Docker nor Podman runs here and has {base}")


@pytest.fixture(scope="module")
def image(engine: Engine) -> Iterator[str]:
    name = f"octoterm-test:{uuid.uuid4()}"
    engine("build", "--network", "host", "-f", DOCKERFILE, "-t", name, REPOSITORY)
    yield name
    engine("rmi", name)


@pytest.fixture
def container(engine: Engine, image: str) -> Iterator[Container]:
    name = f"octoterm-test-{uuid.uuid4()}"
    yield Container(engine, image, name)
    engine.asked("rm", "--force", name)
    engine("volume", "rm", name)


def test_it_keeps_the_readings_of_the_account_that_init_found(container: Container) -> None:
    api = AccountApi(home(electricity("2000000000017", "NEW")), readings={"NEW": history(2)})
    with loopback(api) as server:
        found = container.initialise("--network", "host", url=server.origin)
        assert "Created /data/.config/octoterm/config.json" in found.stdout, found.stderr
        container.start()
        ends = time.monotonic() + PATIENCE
        while (summary := container.asked("octoterm", "summary")).returncode:
            assert time.monotonic() < ends, summary.stderr
    assert "Electricity" in summary.stdout
    health = container.asked("octoterm", "doctor", "--offline")
    assert health.returncode == 0, health.stdout
    assert container.asked("id", "-u").stdout == "1000\n"
    assert container.exit_code_when_stopped() == 0


def test_it_stops_at_once_while_it_syncs(container: Container) -> None:
    is_asked = threading.Event()
    api = AccountApi(home(electricity("2000000000017", "NEW")))

    def never_answers(_: Request) -> Response:
        is_asked.set()
        return Response(trickles=True)

    with loopback(api) as server:
        container.initialise("--network", "host", url=server.origin)
        server.answers = never_answers
        container.start()
        assert is_asked.wait(PATIENCE)
        assert container.exit_code_when_stopped() == 0


def test_without_a_network_init_says_so_and_writes_no_configuration(container: Container) -> None:
    refused = container.initialise("--network", "none", url="https://api.octopus.energy")
    assert refused.returncode == 1
    assert "No connection to api.octopus.energy" in refused.stderr
    container.start()
    health = container.asked("octoterm", "doctor", "--offline")
    assert health.returncode != 0
    assert "`octoterm init` sets it up" in health.stdout
