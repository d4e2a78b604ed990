"""The text of the status line for a meter: its sync, and the stored readings."""

from __future__ import annotations

from octoterm import number_format
from octoterm.analysis.freshness import freshness
from octoterm.consumption.series import Series
from octoterm.errors import ApiError, Offline
from octoterm.periods.labels import clock_label, end_label
from octoterm.periods.london import HALF_HOUR
from octoterm.session.live_meter import LiveMeter
from octoterm.session.shown import Shown
from octoterm.session.sync_state import SyncState
from octoterm.sync import progress_words
from octoterm.ui.drawing.symbols import Symbols
from octoterm.ui.widgets.status_line import Status

PROGRESS_COLUMNS = 10


def status_of(
    meter: LiveMeter, symbols: Symbols, now: float, *, counts_gaps: bool = True
) -> Status:
    """The status of a meter: an error of its file, or that the file is being read; otherwise its
    sync and the stored readings at `now` (UTC seconds). `counts_gaps` is for screens on which
    nothing else counts them."""
    if meter.error is not None:
        return Status(str(meter.error), "warning")
    if meter.series is not None and not meter.is_whole:
        return Status("Reading the rest of the file", "busy")
    if (meter.is_fetching_prices or meter.is_comparing) and not meter.sync.running:
        return Status("Fetching prices", "busy", ("Esc to stop",))
    return words_for(
        meter.sync,
        meter.series,
        symbols,
        now,
        has_news=meter.has_news,
        unreadable_lines=meter.unreadable_lines,
        counts_gaps=counts_gaps,
        unpriced_tariffs=len(meter.price_warnings),
    )


def age_of(shown: Shown, now: float) -> str:
    """`18 days old` at the end of old readings; otherwise empty."""
    series, period = shown.stored, shown.period
    latest = series.latest_day() if series is not None else None
    if series is None or period is None or latest is None or period.last < latest:
        return ""
    found = freshness(series, now)
    return f"{found.age} old" if found is not None and found.is_old else ""


def words_for(
    sync: SyncState,
    series: Series | None,
    symbols: Symbols,
    now: float,
    *,
    has_news: bool = False,
    unreadable_lines: int = 0,
    counts_gaps: bool = True,
    unpriced_tariffs: int = 0,
) -> Status:
    """The progress or result of the sync, then the stored readings; old ones are a warning."""
    if sync.running:
        return Status(_progress(sync, symbols), "busy", ("Esc to stop",))
    if sync.error is not None and not isinstance(sync.error, Offline):
        is_safe = (
            isinstance(sync.error, ApiError) and series is not None and series.last is not None
        )
        return Status(str(sync.error), "warning", ("stored readings are safe",) * is_safe)
    checked = ""
    if sync.error is not None:
        checked = "Offline"
    elif sync.synced_at is not None:
        checked = f"Checked {clock_label(sync.synced_at)}"
    age = freshness(series, now) if series is not None else None
    is_old = age is not None and age.is_old
    words = age.words if age is not None else ""
    news = "New readings · press t" if has_news else ""
    problems = []
    if unreadable_lines:
        none = series is not None and series.last is None
        lines = number_format.count(unreadable_lines, "unreadable line")
        lines = number_format.none_readable(unreadable_lines) if none else lines
        problems.append(f"{lines}: octoterm check")
    if sync.skipped:
        problems.append(f"{number_format.count(sync.skipped, 'reading')} skipped")
    if unpriced_tariffs:
        tariffs = number_format.count(unpriced_tariffs, "tariff")
        problems.append(f"prices of {tariffs} not fetched: r says why")
    stored = _stored(sync, series, unreadable_lines)
    if counts_gaps and series is not None and (gaps := series.gaps()):
        missing = number_format.count(sum(gap.half_hours for gap in gaps), "half hour")
        counted = f"{number_format.count(len(gaps), 'gap')}, {missing}"
        stored = [counted, *stored] if words else [*stored, counted]
    if is_old:
        said = [words, news, *problems, checked, *stored]
    else:
        said = [checked, news, *problems, words, *stored]
    text = words if is_old else checked
    more = tuple(each for each in said if each and each != text)
    return Status(text, "notice" if is_old else "quiet", more)


def _progress(sync: SyncState, symbols: Symbols) -> str:
    if sync.waiting_for is not None:
        offline = isinstance(sync.waiting_for, Offline)
        why = "No connection" if offline else progress_words.reason(sync.waiting_for)
        return f"{why}, trying again"
    if sync.reached is None:
        return "Fetching readings"
    words = progress_words.received(sync.rows)
    if sync.total and sync.total >= sync.rows:
        done = round(PROGRESS_COLUMNS * sync.rows / sync.total)
        bar = symbols.full * done + symbols.empty * (PROGRESS_COLUMNS - done)
        words = f"{bar} {progress_words.received(sync.rows, sync.total)}"
    how_far = progress_words.how_far(sync.reached, complete_pass=sync.complete_pass)
    return f"{words}, {how_far}"


def _stored(sync: SyncState, series: Series | None, unreadable_lines: int) -> list[str]:
    """The end of the readings, or that there are none."""
    if series is None or (series.last is None and unreadable_lines):
        return []
    if series.last is None:
        asked = sync.synced_at is not None and sync.error is None and not sync.skipped
        return ["Octopus has no readings for this meter" if asked else "no readings stored"]
    return [f"readings to {end_label(series.last + HALF_HOUR)}"]
