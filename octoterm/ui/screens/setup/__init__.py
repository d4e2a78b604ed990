"""The first-run screen: from an API key and an account number to the first readings."""
