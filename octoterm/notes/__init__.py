"""Notes of the household on days, and what changed around one. Pure.

`note` is a note and the text of their file, `before_after` compares the four weeks before a day
with the four weeks after it, and `words` puts the result into words.
"""
