"""Makes the views by name, and loads the code of each only then.

Most of that code is used by one view alone: loading all of it makes the dashboard open a tenth
later.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from octoterm.ui.widgets.view import View

VIEWS = ("usage", "table", "trends", "profile", "data", "bill", "prices", "tariffs")
"""The names of the views, as in their commands, in the order of their tabs."""
OF_MONEY = ("bill", "prices", "tariffs")
"""Those that need what costs and prices are made of."""


def make_view(name: str, average_days: tuple[int, ...]) -> View:
    """The view of that name; the trends average over each number of `average_days`."""
    return _maker_of(name, average_days)()


def make_table_below() -> View:
    """The table that stands below the chart of the same period."""
    from octoterm.ui.views.table.view import SummaryTable

    return SummaryTable(id="below", shows_cursor=False)


def load_views() -> None:
    """Load the code of all views except those of money, so that each is as quick the first time as
    the next. The code for costs and prices is loaded only when it is looked at."""
    for name in VIEWS:
        if name not in OF_MONEY:
            _maker_of(name, ())


def _maker_of(name: str, average_days: tuple[int, ...]) -> Callable[[], View]:
    match name:
        case "usage":
            from octoterm.ui.views.usage.view import UsageChart

            return UsageChart
        case "table":
            from octoterm.ui.views.table.view import SummaryTable

            return partial(SummaryTable, id=name)
        case "trends":
            from octoterm.ui.views.trends.view import TrendsView

            return partial(TrendsView, average_days, id=name)
        case "profile":
            from octoterm.ui.views.profile.view import ProfileView

            return partial(ProfileView, id=name)
        case "data":
            from octoterm.ui.views.data.view import DataView

            return partial(DataView, id=name)
        case "bill":
            from octoterm.ui.views.bill.view import BillView

            return partial(BillView, id=name)
        case "prices":
            from octoterm.ui.views.prices.view import PricesView

            return partial(PricesView, id=name)
        case "tariffs":
            from octoterm.ui.views.tariffs.view import TariffsView

            return partial(TariffsView, id=name)
    raise LookupError(f"there is no view {name}")
