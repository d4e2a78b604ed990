"""`octoterm init`: a configuration to fill in."""

from __future__ import annotations

from octoterm import config
from octoterm.cli import console
from octoterm.cli.arguments import Asked
from octoterm.cli.opening import current_folder
from octoterm.config_file import WHERE_FOUND
from octoterm.config_search import absolute
from octoterm.safe_text import clean
from octoterm.storage.folders import Places


def run(asked: Asked) -> int:
    """Raises ConfigError where there is a file already, Unwritable."""
    if asked.config:
        path = absolute(asked.config, current_folder())
    else:
        path = Places.of_user().config_file
    config.write_template(path)
    console.say(
        f"{clean(str(path), 1000)} is written, for you to fill in.\n"
        f"{WHERE_FOUND}.\n"
        "Then `octoterm sync` downloads the readings and `octoterm` shows them."
    )
    return 0
