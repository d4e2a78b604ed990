"""Comparisons of a period with what is usual, or with another period. Pure.

`references` names what that can be; `counterparts` finds the days of another period, and `usual`
says what is usual. `baselines` has either day by day, `comparison` compares a period with it, and
`compared_parts` each part of one; `words` says how they compare.
"""
