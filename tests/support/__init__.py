"""Helpers that several tests need."""

from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
