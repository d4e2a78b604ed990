"""Makes the views by name, and loads only then the code that each of them needs.

Most of that code is needed by one view alone: a dashboard that loads it all opens a twentieth
later.
"""

from __future__ import annotations

from octoterm.ui.widgets.view import View

VIEWS = ("usage", "table", "trends", "profile", "data")
"""The names of the views, as in their commands, in the order of their tabs."""


def make_view(name: str, average_days: tuple[int, ...]) -> View:
    """The view of that name; the trends average over each number of `average_days`."""
    match name:
        case "usage":
            from octoterm.ui.views.usage.view import UsageChart

            return UsageChart()
        case "table":
            from octoterm.ui.views.table.view import SummaryTable

            return SummaryTable(id=name)
        case "trends":
            from octoterm.ui.views.trends.view import TrendsView

            return TrendsView(average_days, id=name)
        case "profile":
            from octoterm.ui.views.profile.view import ProfileView

            return ProfileView(id=name)
    from octoterm.ui.views.data.view import DataView

    return DataView(id=name)


def make_table_below() -> View:
    """The table that stands below the chart of the same period."""
    from octoterm.ui.views.table.view import SummaryTable

    return SummaryTable(id="below", shows_cursor=False)


def load_views() -> None:
    """Load the code of all views, so that the first visit to each is as quick as the next."""
    import octoterm.ui.views.data.view
    import octoterm.ui.views.profile.view
    import octoterm.ui.views.table.view
    import octoterm.ui.views.trends.view  # noqa: F401
