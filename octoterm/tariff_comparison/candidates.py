"""A tariff that the own half hours are priced on. Pure."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from octoterm.tariffs.supply import Supply


class Method(Enum):
    """How a tariff's rates of the past are known."""

    ONE_CODE = "one code"
    """The rates of one tariff cover the whole time."""
    AS_SOLD = "as sold"
    """At each time, those of the version that was sold then."""
    TODAY = "today's price"
    """The price at which it is sold today, put on the past: of fixed tariffs."""


class Candidate(NamedTuple):
    """A tariff to compare with: the meter point, charged for by it."""

    code: str
    """That of the tariff, of several versions the newest."""
    name: str
    method: Method
    supply: Supply
    """With this tariff as its agreement, or with its versions one after another."""
