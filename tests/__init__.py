"""The suite says the same on every run; `--hypothesis-profile=thorough` looks further."""

from hypothesis import settings

settings.register_profile("suite", deadline=None, derandomize=True)
settings.register_profile("thorough", deadline=None, max_examples=5_000)
settings.load_profile("suite")
