"""A page about the latest day, week, month or bill: pure.

`page` is such a page as sections of words and bars, `contents` makes it of what is known of the
household; `text`, `markdown` and `html` write it, and know nothing of energy.
"""
