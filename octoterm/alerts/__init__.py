"""Alerts: what the household wants to be notified of. Pure.

`rules` are those that the configuration asks for, `watched` is what is known of a meter point,
`judging` finds what to notify of, and `told` records what the household was notified of already.
"""
