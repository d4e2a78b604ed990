"""The log, `octoterm.log`: faults of octoterm, and private names that this Textual lacks."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from textual.worker import WorkerFailed

from octoterm import __version__
from octoterm.errors import OctotermError
from octoterm.household.api_key import any_key_hidden_in
from octoterm.safe_text import clean, harmless
from octoterm.storage.folders import Folders
from octoterm.storage.private_file import append_private


def write_log(folders: Folders, details: str) -> Path:
    """Add `details`, lines of text, to the log and return its path. Raises OctotermError."""
    log = folders.log / "octoterm.log"
    when = datetime.now(UTC).isoformat(timespec="seconds")
    append_private(log, f"{when} octoterm {__version__}\n{details}")
    return log


def report_fault(
    fault: BaseException | None, folders: Folders, without_keys: Callable[[str], str]
) -> str:
    """Write `fault` to the log and return a message that says where the log is.

    Local variables, API keys and control characters are left out.
    """
    if isinstance(fault, WorkerFailed):  # its own traceback does not show the cause
        fault = fault.error
    lines = traceback.format_exception(fault) if fault else ["unknown\n"]
    details = harmless(any_key_hidden_in(without_keys("".join(lines))))
    try:
        log = write_log(folders, details)
        where = f"The details are in {clean(str(log))}."
    except OctotermError:
        where = "The details could not be written down."
    return f"The dashboard crashed. Sorry, that is our fault. Your readings are safe. {where}"
