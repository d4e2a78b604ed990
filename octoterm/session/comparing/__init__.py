"""Comparing tariffs: which, with what prices, and what the dashboard shows of it."""
