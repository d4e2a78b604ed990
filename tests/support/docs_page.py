"""The pages of the documentation, and the examples on them."""

from __future__ import annotations

import re
import shlex

from tests.support import REPOSITORY


def page(name: str) -> str:
    """The text of `.github/docs/NAME.md`."""
    return (REPOSITORY / ".github" / "docs" / f"{name}.md").read_text(encoding="utf-8")


def blocks(name: str, language: str) -> list[str]:
    """The page's fenced blocks in this language, such as `sh` or `json`."""
    return re.findall(rf"^```{language}\n(.*?)^```$", page(name), flags=re.DOTALL | re.MULTILINE)


def commands(name: str) -> list[list[str]]:
    """The words of each `octoterm` command on the page: lines indented by four spaces, without
    their comments."""
    lines = re.findall(r"^    (octoterm .+)$", page(name), flags=re.MULTILINE)
    return [shlex.split(line, comments=True)[1:] for line in lines]
