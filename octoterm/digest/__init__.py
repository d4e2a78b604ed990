"""A page about the latest day, week, month or bill. Pure.

`page` defines it as sections of words and bars, `contents` makes it from what is known of the
household; `text`, `markdown` and `html` write it, and know nothing of energy.
"""
