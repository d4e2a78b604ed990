"""Alerts of a household: `watching` loads what they need, `notifier` runs the person's command,
`telling` brings both together with what was told before."""
