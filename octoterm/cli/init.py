"""`octoterm init`: writes a configuration to fill in."""

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
        f"{clean(str(path), 1000)} is written, for you to fill in.\n"
        f"{WHERE_FOUND}.\n"
        "Then `octoterm sync` downloads the readings and `octoterm` shows them."
    )
    return 0
