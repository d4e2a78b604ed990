"""The current sums of each meter for Prometheus, as OpenMetrics. Pure.

The text is also valid in Prometheus's older format, which the textfile collector of node_exporter
reads. So everything is a gauge, and readings have no times, which that collector refuses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from octoterm.export.stream.labelled import Labelled, Labels
from octoterm.periods.london import HALF_HOUR, SECONDS_A_DAY

WHAT = {"kwh": ("kWh that were read", "kwh"), "pence": ("pence with VAT of the energy", "pence")}
"""The field → what is summed, and the end of the metric's name."""


def openmetrics(every: Iterable[Labelled]) -> Iterator[str]:
    """The sum of all half hours, the sum of the last 24 hours with readings, and when they end."""
    found = [(each.labels, each.field, *_sums(each)) for each in every]
    if found:
        what, field = WHAT[found[0][1]]
        yield from _gauge(
            f"octoterm_{field}_stored",
            f"The {what} of all half hours that are stored.",
            ((labels, repr(round(whole, 6))) for labels, _, whole, _, _ in found),
        )
        yield from _gauge(
            f"octoterm_{field}_latest_day",
            f"The {what} of the 24 hours up to the end of the last half hour.",
            ((labels, repr(round(day, 6))) for labels, _, _, day, _ in found),
        )
        yield from _gauge(
            "octoterm_read_until_seconds",
            "When the last half hour ends, in seconds since 1970.",
            ((labels, str(end)) for labels, _, _, _, end in found if end),
        )
    yield "# EOF\n"


def _sums(each: Labelled) -> tuple[float, float, int]:
    """The sum of all values, the sum of the last 24 hours, and when they end; 0 without values."""
    whole = 0.0
    latest: list[tuple[int, float]] = []
    for starts, values in each.pieces:
        whole += sum(values)
        latest = [*latest, *zip(starts, values, strict=True)][-SECONDS_A_DAY // HALF_HOUR :]
    if not latest:
        return 0.0, 0.0, 0
    end = latest[-1][0] + HALF_HOUR
    return whole, sum(value for start, value in latest if start >= end - SECONDS_A_DAY), end


def _gauge(name: str, help_: str, samples: Iterable[tuple[Labels, str]]) -> Iterator[str]:
    yield f"# HELP {name} {help_}\n# TYPE {name} gauge\n"
    for labels, value in samples:
        pairs = zip(labels._fields, map(_escaped, labels), strict=True)
        written = ",".join(f'{key}="{text}"' for key, text in pairs)
        yield f"{name}{{{written}}} {value}\n"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
