"""The dashboard in a browser, by textual-serve: real servers and a real headless browser."""

from __future__ import annotations

import base64
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.support import REPOSITORY
from tests.support.docs_page import examples

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default")]

DRIVER, BROWSER = shutil.which("chromedriver"), shutil.which("chromium")
OPTIONS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--window-size=1200,800",
)  # fmt: skip


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def until(condition: Callable[[], bool], what: str) -> None:
    ends = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < ends, what
        time.sleep(0.1)


def answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=5):
            return True
    except OSError:
        return False


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """The script of the page, on a free port and with the demo, as long as the test takes."""
    pytest.importorskip("textual_serve", reason="textual-serve is not installed")
    (script,) = examples("SERVER", "python")
    port = free_port()
    command = f"{sys.executable} -m octoterm --demo"
    path = tmp_path / "serve.py"
    path.write_text(script.replace('"octoterm"', repr(command)).replace("8000", str(port)))
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), "HOME": str(tmp_path)}
    with subprocess.Popen([sys.executable, str(path)], env=environment, cwd=tmp_path) as server:
        try:
            url = f"http://127.0.0.1:{port}"
            until(lambda: answers(url), "the server never answered")
            yield url
        finally:
            server.terminate()


def test_the_dashboard_shows_and_answers_keys(served: str, tmp_path: Path) -> None:
    selenium = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
    if not (DRIVER and BROWSER):
        pytest.skip("chromium and chromium-driver are not installed")
    from selenium.webdriver.common.by import By

    options = selenium.ChromeOptions()
    options.binary_location = BROWSER
    options.set_capability("goog:loggingPrefs", {"performance": "ALL"})
    for option in (*OPTIONS, f"--user-data-dir={tmp_path / 'profile'}"):
        options.add_argument(option)
    browser = selenium.Chrome(options, selenium.ChromeService(DRIVER))
    received = ""

    def shows(words: str) -> bool:
        """Whether the browser has been sent these words, which it draws on a canvas."""
        nonlocal received
        received += "".join(frames_in(browser.get_log("performance")))
        return words in received

    try:
        browser.get(served)
        until(lambda: shows("kWh per half hour"), "no dashboard in the browser")
        keys = browser.find_element(By.CSS_SELECTOR, "textarea")
        for key, words in (("m", "kWh per day"), ("5", "Last syncs"), ("?", "Previous day")):
            assert not shows(words)
            keys.send_keys(key)
            until(lambda words=words: shows(words), f"{key} did not show {words}")  # type: ignore[misc]
    finally:
        browser.quit()


def frames_in(log: list[dict[str, str]]) -> Iterator[str]:
    """The texts that came over the web socket, by the browser's own log."""
    for entry in log:
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.webSocketFrameReceived":
            frame = message["params"]["response"]
            if frame["opcode"] == 2:
                yield base64.b64decode(frame["payloadData"]).decode(errors="replace")
