"""`octoterm today`: the latest complete day in one line, for a prompt or a login message."""

from __future__ import annotations

import time
from collections.abc import Iterator

from octoterm.analysis.freshness import freshness
from octoterm.analysis.sentences import latest_day_in_words
from octoterm.cli import console, readings
from octoterm.cli.arguments import Arguments
from octoterm.cli.printed.wording import nothing_stored
from octoterm.cli.source import config_of, open_source, points_asked_for
from octoterm.consumption.series import Series


def run(asked: Arguments) -> int:
    """Print the line, even without readings. Raises OctotermError.

    Other meters and unreadable lines are not mentioned, as nobody wants that in every prompt.
    """
    with open_source(asked) as source:
        config = config_of(source)
        point = points_asked_for(asked, config)[0]
        contents = readings.stored(source, point)
        if not any(each.starts for each in contents.values()):
            console.say(nothing_stored(point, contents, source.folders))
            return 0
    console.say(". ".join(_sentences(readings.series(contents, point, config))))
    return 0


def _sentences(series: Series) -> Iterator[str]:
    """How old the readings are, if they are old; then the latest complete day."""
    found = freshness(series, time.time())
    if found is not None and found.is_old:
        yield found.words
    yield latest_day_in_words(series)
