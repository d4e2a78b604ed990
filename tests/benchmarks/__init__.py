"""How fast octoterm is, as ratios against something measured in the same run.

`python -m tests.benchmarks` measures everything, prints a table and writes JSON; it fails
nothing. Ratios travel from machine to machine better than seconds do.
"""
