"""The environment for other programs that octoterm runs."""

from __future__ import annotations

import os
from collections.abc import Mapping

SECRETS = frozenset({"OCTOTERM_API_KEY", "OCTOTERM_PUSH_TOKEN"})


def without_secrets() -> Mapping[str, str]:
    """The environment of this process, without octoterm's own secrets."""
    return {name: value for name, value in os.environ.items() if name not in SECRETS}
