"""The seasons of the weather, in whole months. Pure."""

from __future__ import annotations

from datetime import date
from enum import Enum


class Season(Enum):
    """Three months each, as the Met Office counts them."""

    WINTER = "winter"
    SPRING = "spring"
    SUMMER = "summer"
    AUTUMN = "autumn"

    def __contains__(self, day: date) -> bool:
        return season_of(day) is self


def season_of(day: date) -> Season:
    """The season of a day: winter is December to February."""
    return list(Season)[day.month % 12 // 3]
