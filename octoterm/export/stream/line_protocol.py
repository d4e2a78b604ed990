"""Values in the line protocol of InfluxDB, which VictoriaMetrics takes too. Pure.

`octoterm,meter=Home,fuel=electricity,direction=import kwh=0.123 1710376200000000000`: the time is
the start of the half hour, in nanoseconds. In VictoriaMetrics, the metric is `octoterm_kwh`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from octoterm.export.stream.labelled import Labelled, Labels

MEASUREMENT = "octoterm"
_ESCAPED = str.maketrans({",": r"\,", "=": r"\=", " ": r"\ "})
"""For the values of tags. A backslash at their end would escape what follows: it is left out."""


def line_protocol(every: Iterable[Labelled]) -> Iterator[str]:
    """A line for each half hour."""
    for each in every:
        begin = f"{MEASUREMENT},{_tags(each.labels)} {each.field}="
        for starts, values in each.pieces:
            yield "".join(
                [
                    f"{begin}{value!r} {start}000000000\n"
                    for start, value in zip(starts, values, strict=True)
                ]
            )


def _tags(labels: Labels) -> str:
    values = (value.rstrip("\\").translate(_ESCAPED) for value in labels)
    pairs = zip(labels._fields, values, strict=True)
    return ",".join(f"{name}={value}" for name, value in pairs if value)
