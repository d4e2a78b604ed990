"""Alerts after each sync, as a part of the dashboard."""

from __future__ import annotations

from pathlib import Path

from textual import work

from octoterm.ui.noting import NotingScreen


class AlertingScreen(NotingScreen):
    """Notifies of alerts by the command in the configuration, and shows those that are new."""

    _alerts_shown: frozenset[str] = frozenset()
    """The sentences that were shown since the dashboard was opened."""

    @work(group="alerts")
    async def tell_alerts(self, config: Path | None) -> None:
        """Look for alerts as this configuration file says, and show new ones."""
        if config is None:
            return
        from octoterm.session.alerting.in_background import news_of_alerts

        for sentence in await news_of_alerts(config):
            if sentence not in self._alerts_shown:
                self._alerts_shown |= {sentence}
                self.notify(sentence, severity="warning", markup=False)
