"""`octoterm init`: creates a configuration to fill in."""

from __future__ import annotations

from octoterm.cli import console
from octoterm.cli.arguments import Arguments
from octoterm.cli.source import current_folder_if_any
from octoterm.config import reader
from octoterm.config.search import absolute
from octoterm.config.sections import WHERE_FOUND
from octoterm.safe_text import clean
from octoterm.storage.folders import Folders


def run(asked: Arguments) -> int:
    """Write the file. Raises Unwritable, and ConfigError if the file exists."""
    if asked.config:
        path = absolute(asked.config, current_folder_if_any())
    else:
        path = Folders.of_user().config_file
    reader.write_template(path)
    console.say(
        f"Created {clean(str(path), 1000)}. Fill it in, then run `octoterm`.\n{WHERE_FOUND}."
    )
    return 0
