"""Configurations as people write them, and what octoterm makes of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from octoterm.config import reader as configuration
from octoterm.config.reader import Config
from octoterm.errors import ConfigError
from octoterm.household.meter import Meter
from octoterm.storage.folders import Folders

KEY = "sk_live_CANARY0123456789"
SINGLE = {
    "url": "https://api.octopus.energy",
    "apikey": KEY,
    "mpan": "2000000000001",
    "serial": "21L0000001",
}
ELECTRICITY = "https://api.octopus.energy/v1/electricity-meter-points/2000/meters/21L/consumption"
GAS = "https://api.octopus.energy/v1/gas-meter-points/3000/meters/G4A/consumption"
ACCOUNT = {"name": "Upstairs", "url": ELECTRICITY, "apikey": KEY, "csv": "upstairs.csv"}


class Reader:
    """Writes a configuration as a person would, and reads it."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "config.json"
        self.folders = Folders.inside(folder / "places")
        self.environ: dict[str, str] = {}

    def __call__(self, content: object) -> Config:
        return self.text(json.dumps(content))

    def text(self, text: str | bytes) -> Config:
        self.file.write_bytes(text if isinstance(text, bytes) else text.encode())
        self.file.chmod(0o600)
        return configuration.read(self.file, self.folders, self.environ)

    def meter(self, **changes: object) -> Meter:
        (meter,) = self({**SINGLE, **changes}).meters
        return meter

    def account(self, **changes: object) -> Meter:
        (meter,) = self({"accounts": [{**ACCOUNT, **changes}]}).meters
        return meter

    def refusal(self, content: object, *words: str) -> str:
        """The error about `content`, after a check that it has all these words and is harmless."""
        with pytest.raises(ConfigError) as caught:
            self(content) if not isinstance(content, bytes) else self.text(content)
        message = str(caught.value)
        for word in (str(self.file), *words):
            assert word in message
        assert KEY not in message
        assert message.isprintable()
        assert caught.value.exit_code == 2
        assert message.count(". ") <= 1, "one or two sentences"
        return message
