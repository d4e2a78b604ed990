"""A bill as the supplier makes it, and what explains another one. Pure."""
