"""A vertical axis that need not begin at zero. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import floor, isfinite

from octoterm.ui.drawing.scale import Scale

LEAST_SPAN = 0.1
"""Smallest range on the axis as a share of the highest value, so that noise is not blown up."""


@dataclass(frozen=True)
class RaisedScale(Scale):
    """A scale for values minus `origin`, with labels of the values themselves."""

    origin: float = 0.0
    """The value at the lower end of the axis, a tick of its own."""

    @classmethod
    def between(cls, lowest: float, highest: float, rows: int) -> RaisedScale:
        """A scale from the tick below `lowest`, which is zero if that is near."""
        if not (0 < lowest <= highest and isfinite(highest)):
            return cls._from(Scale.spanning(lowest, highest, rows), 0.0)
        span = max(highest - lowest, LEAST_SPAN * highest)
        tried = scale = Scale.reaching(span, rows)
        while True:
            origin = max(0.0, floor(lowest / tried.step - 0.1) * tried.step)
            scale = Scale.reaching(max(highest - origin, span), rows)
            if scale.step <= tried.step:
                decimals = max(scale.decimals, tried.decimals)
                return cls._from(replace(scale, decimals=decimals), origin)
            tried = scale

    @classmethod
    def _from(cls, scale: Scale, origin: float) -> RaisedScale:
        return cls(**vars(scale), origin=origin)

    def label(self, value: float) -> str:
        return super().label(self.origin + value)
