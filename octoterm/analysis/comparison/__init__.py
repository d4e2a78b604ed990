"""Comparisons of a period with what is usual, or with another period. Pure.

`references` names what a period can be compared with; `counterparts` finds the days of another
period, and `usual` works out what is usual. `baselines` gives either of them day by day,
`comparison` compares a period with it, and `compared_parts` compares each part of a period;
`words` puts comparisons into words.
"""
