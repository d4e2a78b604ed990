"""The suite says the same on every run; `--hypothesis-profile=thorough` looks further."""

from hypothesis import settings

# Examples of a property: ten of the hundred, and all of them with `-m slow`.
settings.register_profile("normal", deadline=None, derandomize=True, max_examples=10)
settings.register_profile("slow", deadline=None, derandomize=True, max_examples=100)
settings.register_profile("thorough", deadline=None, max_examples=5_000)
settings.load_profile("normal")
