"""`octoterm alerts`: checks the alerts of the configuration, and sends new ones."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from octoterm.alerts.judging import Found
from octoterm.alerts.rules import KINDS, Notify
from octoterm.alerts.told import NEWS
from octoterm.cli import console, readings
from octoterm.cli.arguments import Arguments, refuse_beside
from octoterm.cli.printed.wording import aligned, json_list
from octoterm.cli.source import ASK_FOR_THEM, NO_METERS_KNOWN, config_of, open_source
from octoterm.config.reader import Config
from octoterm.errors import UsageError
from octoterm.household.meter import Meter
from octoterm.household.meter_point import MeterPoint
from octoterm.periods.london import iso
from octoterm.readings_csv.contents import Contents
from octoterm.session.alerting.notifier import run_command
from octoterm.session.alerting.telling import Outcome, judged_by, tell_alerts
from octoterm.session.alerting.watching import watched_points
from octoterm.session.source import Source
from octoterm.storage.state.alerts_file import alerts_path

NONE_ASKED_FOR = 'No alerts are configured: add "alerts" to the configuration.'
NO_COMMAND = 'No command is run for new alerts: add "notify" to the configuration.'


def run(asked: Arguments) -> int:
    """Check the alerts, send new ones, and print. Raises OctotermError."""
    if asked.quiet:
        refuse_beside("--quiet", {"--dry-run": asked.dry_run})
    if asked.format == "json":
        refuse_beside("--json", {"--quiet": asked.quiet})
    with open_source(asked) as source:
        config = config_of(source)
        if not config.alerts:
            console.say("[]" if asked.format == "json" else NONE_ASKED_FOR)
            return 0
        if not config.points:
            raise UsageError(NO_METERS_KNOWN, ASK_FOR_THEM)
        outcomes = checked(source, config, tells=not asked.dry_run)
    if asked.format == "json":
        console.say(json_list(map(_record, outcomes)))
    elif not asked.quiet:
        console.say("\n".join(aligned([*_rows(outcomes)], left={0, 1, 2, 3})))
        if not config.notify:
            console.say(f"\n{NO_COMMAND}")
    return say_failures(outcomes)


def checked(source: Source, config: Config, *, tells: bool = True) -> list[Outcome]:
    """The outcome of each alert. The command of the configuration is run for new ones, unless it
    has no command or `tells` is false. Raises FileError."""
    now = time.time()
    load = partial(_stored, source, config)
    judged = judged_by(config.alerts, watched_points(config, source.folders, load, now))
    tell = partial(_tell, config.notify) if tells and config.notify else None
    return tell_alerts(judged, alerts_path(source.folders.state), tell, int(now))


def say_failures(outcomes: Sequence[Outcome]) -> int:
    """Print to standard error why alerts could not be sent; returns the exit code."""
    failures = dict.fromkeys(each.failure for each in outcomes if each.failure)
    for failure in failures:
        console.print_error(
            f"An alert could not be sent, and will be tried again next time. {failure}."
        )
    return 1 if failures else 0


def news(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """A sentence for each alert that is new."""
    for each in outcomes:
        if each.found is not None and each.state in NEWS:
            yield f"{each.found.title}. {each.found.message}."


def _stored(source: Source, config: Config, point: MeterPoint) -> Mapping[Meter, Contents]:
    contents = readings.stored(source, point)
    readings.fetch_demo_prices(source, config, contents)
    return contents


def _tell(notify: Notify, found: Found, is_again: bool) -> str:
    return run_command(notify, found, is_again=is_again)


def _rows(outcomes: Sequence[Outcome]) -> Iterator[tuple[str, ...]]:
    for each in outcomes:
        said = each.found.message if each.found else each.judged.silence
        yield each.judged.rule.words, each.judged.meter, each.state, said


def _record(outcome: Outcome) -> dict[str, object]:
    judged, found = outcome.judged, outcome.found
    return {
        "when": judged.rule.when,
        "number": judged.rule.number if KINDS[judged.rule.when].number else None,
        "meter": judged.meter,
        "state": outcome.state,
        "title": found.title if found else None,
        "message": found.message if found else judged.silence or None,
        "since": iso(outcome.since),
        "failure": outcome.failure or None,
    }
