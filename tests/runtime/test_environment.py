"""What the programs of others do not get of the environment."""

from __future__ import annotations

import re

from octoterm.runtime.environment import SECRETS
from tests.support import REPOSITORY

NO_SECRETS = {"OCTOTERM_CONFIG"}


def test_every_variable_that_octoterm_reads_is_a_secret_or_known_to_be_none() -> None:
    sources = (path.read_text("utf-8") for path in (REPOSITORY / "octoterm").rglob("*.py"))
    read = {name for source in sources for name in re.findall(r"\bOCTOTERM_[A-Z_]+", source)}
    assert read == SECRETS | NO_SECRETS
