"""The `octoterm` command: runs the command asked for, and turns errors into an exit code.

0 done · 1 the job failed, nothing lost · 2 usage or configuration · 3 a file cannot be read or
written · 130 Ctrl+C · 128 + n after signal n.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from octoterm.runtime import tuning


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command in `argv`, by default the process's arguments; return its exit code."""
    if argv is None:
        tuning.collect_no_garbage()
    try:
        return _run(argv)
    except KeyboardInterrupt:
        return 130
    except RuntimeError as error:
        # Until Python 3.12, an exception raised while a class is created becomes a RuntimeError.
        if isinstance(error.__cause__, SystemExit):
            raise error.__cause__ from None
        if isinstance(error.__cause__, KeyboardInterrupt):
            return 130
        raise


def _run(argv: Sequence[str] | None) -> int:
    # Imported here, where Ctrl+C does not lead to a traceback.
    from importlib import import_module

    from octoterm.cli import arguments, console, signals
    from octoterm.errors import OctotermError

    # --ascii is needed before the arguments are parsed, as errors in them are printed too.
    console.prepare(ascii_only="--ascii" in (sys.argv if argv is None else argv))
    try:
        with signals.raised_as_exit():
            asked = arguments.parse(argv)
            # Only the command's own modules are imported: a summary needs no network library.
            exit_code: int = import_module(f"octoterm.cli.{asked.module}").run(asked)
            console.flush()
            return exit_code
    except OctotermError as error:
        console.print_error(str(error))
        return error.exit_code
    except BrokenPipeError:  # `octoterm summary | head`
        return signals.exit_code(signals.SIGPIPE)


if __name__ == "__main__":
    sys.exit(main())
