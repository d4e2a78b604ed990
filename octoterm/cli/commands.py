"""Every command of `octoterm`, in the order of --help.

To add one, declare it here and write a module of its name in this folder, or in the folder of
its kind, with a `run(asked: Arguments) -> int` that returns the exit code. If it has options, a
function of its name in that folder's `options` adds them. Nothing else needs to be changed.
"""

from __future__ import annotations

import keyword
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(NamedTuple):
    """One command."""

    name: str
    """The name as typed."""
    help: str
    """A sentence that says what the command does."""
    more: str = ""
    """Sentences for the command's own --help only."""
    folder: str = ""
    """The folder of its module within that of the command line; empty for the latter itself."""

    @property
    def identifier(self) -> str:
        """The name of its module, and of the function that adds its options: `import_`."""
        return f"{self.name}_" if keyword.iskeyword(self.name) else self.name

    @property
    def module(self) -> str:
        """Its module in the folder of the command line: `money.cost`."""
        return self._beside(self.identifier)

    def add_options(self, parser: ArgumentParser) -> None:
        """Add the command's own options to its parser."""
        options = import_module(f"octoterm.cli.{self._beside('options')}")
        add = getattr(options, self.identifier, None)
        if add is not None:
            add(parser)

    def _beside(self, name: str) -> str:
        return f"{self.folder}.{name}" if self.folder else name


MONEY, EXCHANGE, SERVER = "money", "exchange", "server"

COMMANDS = (
    Command(
        "sync",
        "Download new readings into the CSV files.",
        "Each sync also requests the last 45 days again, which your supplier may have corrected, "
        "and what is missing from the last 90. Once a month it downloads the full history, as "
        "with --full.",
    ),
    Command("summary", "Print how much was used in each day, week, month or year."),
    Command(
        "cost",
        "Print what each day, week, month, year or bill cost.",
        "It works with the prices that `octoterm sync` has stored. Days are London's; VAT and "
        "standing charges are included, and what has no price is said.",
        folder=MONEY,
    ),
    Command(
        "bill",
        "Print a bill as the supplier makes it, or what would explain another one.",
        "It is normally within 2p of the supplier's, once all readings are in.",
        folder=MONEY,
    ),
    Command(
        "reconcile",
        "Compare with the CSV that the supplier's website gives, costs included.",
        "It never changes a reading.",
        folder=MONEY,
    ),
    Command(
        "prices",
        "Print what each half hour costs, as far ahead as is published, or the cheapest hours.",
        "It needs no configuration, only --region or --postcode. With --cheapest, nothing is "
        "printed where a price of the time asked for is not published: the exit code is then 1.",
        folder=MONEY,
    ),
    Command(
        "compare",
        "Compare what your tariffs cost with what others would have cost.",
        "It asks Octopus for the prices it needs, without your key and once a day. By default the "
        "last twelve whole months are compared with all tariffs of your region; your use is taken "
        "as it was, and whether you can have a tariff is not checked.",
        folder=MONEY,
    ),
    Command(
        "today",
        "Print one line about the latest complete day.",
        "For a shell prompt or a login message: it downloads nothing, and also says what is "
        "unusual about the day, and whether the readings are old.",
    ),
    Command(
        "trends",
        "Print each day's total, base load or peak, with running averages.",
    ),
    Command(
        "profile",
        "Print an average day, half hour by half hour, for weekdays and weekends.",
    ),
    Command(
        "note",
        "Note something on a day, or print what changed around it.",
        "Give a day and some words to add a note. A day alone compares the four weeks before it "
        "with the four weeks after it, each day with one of the same weekday. Without a day, all "
        "notes are listed.",
    ),
    Command(
        "import",
        "Add readings from the files of other tools.",
        "It never changes a stored reading. How to read a file must be clear from the file, from "
        "stored readings, or from the options you give. If it is not, or if stored readings "
        "contradict it, nothing is imported and the exit code is 1.",
        folder=EXCHANGE,
    ),
    Command(
        "export",
        "Write every half hour for other programs, or send it to a time series database.",
        "Times are in UTC. With --since-last, an interrupted export is repeated next time, and "
        "nothing is written if nothing is new.",
        folder=EXCHANGE,
    ),
    Command(
        "check",
        "Report gaps in the readings and faults in the CSV file.",
    ),
    Command(
        "meters",
        "List the meters, with their readings and tariffs.",
        "Those of an account are as octoterm last asked for them; `octoterm sync` asks again.",
    ),
    Command(
        "doctor",
        "Check that readings can come and can be kept.",
        "The exit code is 1 if they cannot. It changes nothing.",
    ),
    Command(
        "report",
        "Print a page about the latest day, week, month or bill, to be read or mailed.",
        "It does not use the network: readings and prices ahead are those that a sync has stored.",
        folder=SERVER,
    ),
    Command(
        "alerts",
        "Check your alerts, and tell you of new ones.",
        "The command in your configuration is run once for each alert, and again only after the "
        "alert has cleared. Every sync does the same.",
        folder=SERVER,
    ),
    Command(
        "service",
        "Print a systemd timer or a crontab line that downloads new readings.",
        "The systemd unit may write only to octoterm's folders and those of your CSV files. "
        "Nothing that is printed contains the API key.",
        folder=SERVER,
    ),
    Command(
        "config",
        "Print the configuration as octoterm understands it, check it, or print its schema.",
        folder=SERVER,
    ),
    Command("paths", "Show where the configuration, readings and logs are."),
    Command(
        "init",
        "Find your meters and write the configuration.",
        "It asks for your API key and account number. The key may also be in a file or in "
        "$OCTOTERM_API_KEY.",
    ),
)
