"""Makes completions and a man page from the parser when a wheel is built, for the folders below
the prefix where shells and `man` look for them."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

COMPLETIONS = {
    "bash": "share/bash-completion/completions/octoterm",
    "zsh": "share/zsh/site-functions/_octoterm",
    "fish": "share/fish/vendor_completions.d/octoterm.fish",
}
MAN_PAGE = "share/man/man1/octoterm.1"
MORE = r""".SH EXIT STATUS
0 done; 1 the network or the API failed, or what was asked for was not found; 2 usage or
configuration; 3 a file cannot be read or written.
.SH ENVIRONMENT
.TP
.B OCTOTERM_CONFIG
The configuration to read.
.TP
.B OCTOTERM_API_KEY
The API key, instead of that in the configuration.
.TP
.B OCTOTERM_PUSH_TOKEN
The token for \fBoctoterm export \-\-push\fR.
.TP
.B NO_COLOR
No colours.
.SH FILES
\fBoctoterm paths\fR names them.
"""


class Hook(BuildHookInterface):
    """Adds the files to a wheel; an editable installation gets none, as making them takes time."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        self._folder = TemporaryDirectory(prefix="octoterm-build-")
        for place, text in files(Path(self.root)).items():
            path = Path(self._folder.name) / place
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            build_data["shared_data"][str(path)] = place

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        if version != "editable":
            self._folder.cleanup()


def files(root: Path) -> dict[str, str]:
    """The path of each file below the prefix → its text; `root` is the folder of the package."""
    import shtab

    sys.path.insert(0, str(root))
    try:
        from octoterm import __version__
        from octoterm.cli.parser import complete_parser
    finally:
        sys.path.remove(str(root))
    parser = complete_parser()
    for each in _every_parser(parser):
        for action in each._actions:
            if action.type is Path:
                action.complete = shtab.FILE  # type: ignore[attr-defined]
    made = {place: shtab.complete(parser, shell) for shell, place in COMPLETIONS.items()}
    return {**made, MAN_PAGE: _man_page(parser, __version__)}


def _every_parser(parser: argparse.ArgumentParser) -> list[argparse.ArgumentParser]:
    """The parser and those of its commands."""
    found = [parser]
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            found += action.choices.values()
    return found


def _man_page(parser: argparse.ArgumentParser, version: str) -> str:
    from argparse_manpage.manpage import Manpage

    page = Manpage(parser)
    page.description = "your Octopus Energy smart meter in the terminal"
    page.source, page.manual = f"octoterm {version}", "User Commands"
    title, _, text = str(page).partition("\n")
    title = title.replace("\\-", "-")  # the date has hyphens, not minus signs
    return "\n".join((title, text, MORE))
