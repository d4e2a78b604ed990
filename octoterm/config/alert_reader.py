"""Reads which alerts the household wants, and the command that reports them."""

from __future__ import annotations

from collections.abc import Callable

from octoterm.alerts.rules import KINDS, Notify, Rule
from octoterm.config import values
from octoterm.config.sections import Section

PLACES = ("{title}", "{message}")


def alerts_of(top: Section) -> tuple[Rule, ...]:
    """The alerts of the configuration. Raises ConfigError."""
    value = top.values.get("alerts", [])
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise top.wrong(
            "alerts", "must be a list of objects", 'Such as [{"when": "late", "days": 3}]'
        )
    return tuple(map(_rule, top.objects("alerts")))


def _rule(section: Section) -> Rule:
    when = section.need("when", values.one_of(*KINDS), f"It is one of {', '.join(KINDS)}")
    kind, number = KINDS[when], 0.0
    if kind.number:
        found = section.need(kind.number, _number(kind.least, kind.most), "Give the number")
        number = found
    return Rule(when, number, section.get("meter", values.name, None))


def _number(least: float, most: float) -> Callable[[object], float]:
    def convert(value: object) -> float:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not least <= value <= most:  # type: ignore[operator]
            raise ValueError(f"must be a number from {least:g} to {most:g}")
        return float(value)  # type: ignore[arg-type]

    return convert


def notify_of(top: Section) -> Notify:
    """The command that reports alerts; empty without one. Raises ConfigError."""
    return top.get("notify", _notify, ())


def _notify(value: object) -> Notify:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ValueError("must be a list of texts: a program and its arguments")
    if not value or not value[0].strip() or any("\0" in each for each in value):
        raise ValueError("must begin with a program")
    if not any(place in each for each in value[1:] for place in PLACES):
        raise ValueError("must have {title} or {message} in an argument")
    return tuple(value)
