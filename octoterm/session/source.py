"""The source of readings of one run of octoterm: the household's own meters, or the demo's."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from octoterm.config.reader import Config
from octoterm.errors import ConfigNotFound
from octoterm.storage.folders import Folders

if TYPE_CHECKING:
    from octoterm.octopus.client import Transport


class Source(NamedTuple):
    """The configuration, folders and network transport to use."""

    config: Config | None
    """None only if the dashboard opens without one."""
    missing: ConfigNotFound | None
    """Why there is no `config`."""
    folders: Folders
    connect: Callable[[], Transport | None]
    """Makes the transport for requests; None stands for the network. It is called when a sync
    begins, as importing the transport takes a while."""
    demo: bool
    api_url: str | None = None
    """An API other than the supplier's, for the set-up."""
