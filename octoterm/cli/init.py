"""`octoterm init`: a configuration to fill in."""

from __future__ import annotations

from octoterm import config
from octoterm.clean import clean
from octoterm.cli import console
from octoterm.cli.arguments import Asked
from octoterm.config_file import WHERE_FOUND
from octoterm.places import Places


def run(asked: Asked) -> int:
    """Raises ConfigError where there is a file already, Unwritable."""
    path = asked.config or Places.of_user().config_file
    config.write_template(path)
    console.say(
        f"{clean(str(path), 1000)} is written, for you to fill in.\n"
        f"{WHERE_FOUND}.\n"
        "Then `octoterm sync` downloads the readings and `octoterm` shows them."
    )
    return 0
