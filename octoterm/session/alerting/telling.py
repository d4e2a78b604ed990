"""Checks the alerts of a configuration, and notifies of each new one once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from octoterm.alerts.judging import Found, Judged, judge
from octoterm.alerts.rules import Rule
from octoterm.alerts.told import TELLING, TOLD, Known, Record, cleared, due, noted
from octoterm.alerts.watched import Watched
from octoterm.storage.state.alerts_file import Keep, read_alerts, with_alerts

Tell = Callable[[Found, bool], str]
"""Notifies of an alert, with whether that may have been done before. Returns why it failed, or
empty."""


class Outcome(NamedTuple):
    """The result of checking an alert."""

    judged: Judged
    found: Found | None
    """None if nothing was found."""
    state: str
    """`clear` or `unknown` if nothing was found. Otherwise `told` if the household was notified
    before, or `new`, `again` or `failed`."""
    since: int | None = None
    """When it was first found, UTC seconds."""
    failure: str = ""
    """Why the household could not be notified."""


def judged_by(rules: Iterable[Rule], every: Iterable[Watched]) -> list[Judged]:
    """The results of each rule for the meter points that it applies to."""
    watched = list(every)
    return [each for rule in rules for each in judge(rule, watched)]


def tell_alerts(
    judged: Sequence[Judged], path: Path, tell: Tell | None, now: int
) -> list[Outcome]:
    """Notify of what is new by `tell`, and record that in the file `path`; if `tell` is None, only
    check. `now` is in UTC seconds. Raises FileError; all notified until then is recorded."""
    if tell is None:
        return _outcomes(judged, read_alerts(path), {}, now)
    found: list[Outcome] = []

    def work(record: Record, keep: Keep) -> None:
        states: dict[str, tuple[str, str]] = {}
        after: Record = cleared(judged, record)
        for each in due(judged, after):
            after = noted(after, each.found, TELLING, now)
            keep(after)
            failure = tell(each.found, each.is_again)
            after = noted(after, each.found, each.state_after(failed=bool(failure)), now)
            keep(after)
            state = "failed" if failure else "again" if each.is_again else "new"
            states[each.found.key] = state, failure
        if not states and after != record:
            keep(after)
        found.extend(_outcomes(judged, after, states, now))

    with_alerts(path, work)
    return found


def _outcomes(
    judged: Iterable[Judged], record: Record, states: dict[str, tuple[str, str]], now: int
) -> list[Outcome]:
    outcomes = []
    for one in judged:
        for found in one.found:
            known = record.get(found.key, Known("", now))
            state, failure = states.get(found.key, ("told" if known.state == TOLD else "new", ""))
            outcomes.append(Outcome(one, found, state, known.since, failure))
        if not one.found:
            outcomes.append(Outcome(one, None, "unknown" if one.silence else "clear"))
    return outcomes
