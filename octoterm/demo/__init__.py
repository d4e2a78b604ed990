"""The simulated household that `--demo` shows."""
