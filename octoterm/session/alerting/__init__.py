"""Alerts of a household: `watching` loads what they need, `notifier` runs the command in the
configuration, and `telling` uses both to notify of what is new."""
