"""What a run of octoterm works with: the household's own meters, or the demo's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from octoterm.config.reader import Config
from octoterm.errors import ConfigNotFound
from octoterm.storage.folders import Folders

if TYPE_CHECKING:
    from octoterm.octopus.client import Transport


@dataclass(frozen=True)
class Source:
    """Where meters, their files and their API come from."""

    config: Config | None
    """None only where the dashboard opens without one."""
    missing: ConfigNotFound | None
    """Why there is no `config`."""
    folders: Folders
    connect: Callable[[], Transport | None]
    """Makes what requests go through: None for the network. Importing that takes a while, so
    it is called when a sync begins."""
    demo: bool
